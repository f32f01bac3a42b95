import type { Stage } from "./stage.ts";

const perRequest = 10_000;
const maxKeptInMB = 30;

/** So many groups, joined by one connection; all are gone when it is. */
export async function groups(stage: Stage, count: number, signal: AbortSignal): Promise<void> {
  const before = await stage.health();
  let told = 0;
  const socket = await stage.connect("ada", () => told++);
  for (let from = 0; from < count && !signal.aborted; from += perRequest) {
    const commands = Array.from({ length: perRequest }, (_, index) => ({
      type: "JoinGroup",
      group: `group${from + index}`,
    }));
    const status = await stage.call("POST", "/:execute", commands);
    if (status !== 202) stage.failures.push(`:execute answered ${status}`);
  }
  const full = await stage.health();
  const startedAt = performance.now();
  const there = await stage.call("HEAD", `/groups/group${count - 1}`);
  await stage.call("POST", "/groups/group0/:send", { target: "say", arguments: [] });
  const tookInMs = performance.now() - startedAt;
  socket.close();
  while ((await stage.call("HEAD", "/groups/group0")) !== 404 && !signal.aborted);
  const after = await stage.health();
  console.log(
    `       ${count} groups hold ${(full.heapMB - before.heapMB).toFixed(0)} MB; a check and a send take ${tookInMs.toFixed(1)} ms; ${(after.heapMB - before.heapMB).toFixed(1)} MB are left after the connection`,
  );
  if (signal.aborted) return;
  if (there !== 200) stage.failures.push(`The last group was answered with ${there}`);
  if (told !== 1) stage.failures.push(`The member of the group received ${told} messages`);
  if (after.heapMB - before.heapMB > maxKeptInMB) stage.failures.push("The groups left memory behind");
}
