import { setTimeout as wait } from "node:timers/promises";
import { Numbered } from "./numbered.ts";
import type { Stage } from "./stage.ts";

const clients = 150;
const maxGrowthInMB = 15;

/** Clients, groups and users that come and go while REST sends, for so many minutes. Prints a line every 10 s. */
export async function churn(stage: Stage, minutes: number, signal: AbortSignal): Promise<void> {
  const random = (limit: number): number => Math.floor(Math.random() * limit);
  const end = performance.now() + minutes * 60_000;
  const goesOn = (): boolean => performance.now() < end && !signal.aborted && stage.failures.length === 0;
  let opened = 0;
  let received = 0;
  let lost = 0;
  let number = 0;

  const client = async (index: number): Promise<void> => {
    while (goesOn()) {
      const numbered = new Numbered();
      const user = `user${random(1_000)}`;
      const socket = await stage.connect(user, (record) => {
        const id = /"invocationId":"(r\d+)"/.exec(record)?.[1];
        if (id === undefined) numbered.take(record);
        else socket.send(`{"type":3,"invocationId":"${id}","result":1}\u001e`);
      });
      opened++;
      await stage.call("PUT", `/users/${user}/groups/group${random(500)}`, undefined, `&ttl=${random(30)}`);
      socket.send('{"type":1,"target":"unanswered","invocationId":"0","arguments":[]}\u001e');
      await wait(200 + random(5_000));
      // Some say goodbye, some are cut off.
      if (index % 2 === 0) socket.close();
      else socket.terminate();
      received += numbered.received;
      lost += numbered.lost;
    }
  };
  const broadcaster = async (): Promise<void> => {
    // One after the other: the number says the order.
    while (goesOn()) {
      await stage.call("POST", "/:send", { target: "number", arguments: [number++] });
      await wait(20);
    }
  };
  const sender = async (): Promise<void> => {
    const body = { target: "say", arguments: ["x".repeat(100)] };
    const calls: readonly (() => Promise<number>)[] = [
      () => stage.call("POST", `/groups/group${random(500)}/:send`, body),
      () => stage.call("POST", `/users/user${random(1_000)}/:send`, body),
      () => stage.call("HEAD", `/groups/group${random(500)}`),
      () => stage.call("GET", `/groups/group${random(500)}/connections`),
      () => stage.call("DELETE", `/users/user${random(1_000)}/groups`),
      () => stage.call("POST", `/users/user${random(1_000)}/:closeConnections`, undefined, "&reason=churn"),
      () =>
        stage.call(
          "POST",
          "/:execute",
          [{ type: "JoinGroup", group: `g${random(1e9)}` }],
          "&filter=length(userId)%20eq%205",
        ),
    ];
    while (goesOn()) {
      await calls[random(calls.length)]?.();
      await wait(5);
    }
  };
  const watcher = async (): Promise<void> => {
    const startedAt = performance.now();
    let first: number | undefined;
    let heapMB = 0;
    while (goesOn()) {
      await wait(10_000, undefined, { signal }).catch(() => {});
      const health = await stage.health();
      heapMB = health.heapMB;
      const seconds = (performance.now() - startedAt) / 1000;
      // Caches fill up in the first minute.
      if (first === undefined && seconds >= Math.min(60, minutes * 20)) first = heapMB;
      console.log(
        `${seconds.toFixed(0).padStart(4)} s  ${opened} connections came and went, ${stage.requests} REST calls, ${received} numbered messages, ${lost} lost, heap ${heapMB.toFixed(1)} MB, resident ${health.rssMB.toFixed(0)} MB, CPU ${((health.cpuMs / 1000 / seconds) * 100).toFixed(0)} %`,
      );
    }
    if (first !== undefined && heapMB - first > maxGrowthInMB)
      stage.failures.push(`The heap grew from ${first.toFixed(1)} to ${heapMB.toFixed(1)} MB`);
  };
  const workers = Array.from({ length: clients }, (_, index) => client(index));
  await Promise.all([...workers, broadcaster(), sender(), sender(), watcher()]);
  if (lost > 0) stage.failures.push(`${lost} messages were lost`);
  if (received === 0) stage.failures.push("No client received anything");
}
