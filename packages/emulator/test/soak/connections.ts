import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import { Numbered } from "./numbered.ts";
import type { Stage } from "./stage.ts";

/** So many connections, and a broadcast every second that each of them has to receive. */
export async function connections(
  stage: Stage,
  { count, seconds }: { readonly count: number; readonly seconds: number },
  signal: AbortSignal,
): Promise<void> {
  const clients: { readonly socket: WebSocket; readonly numbered: Numbered }[] = [];
  const empty = await stage.health();
  let left = count;
  const open = async (): Promise<void> => {
    while (left > 0 && !signal.aborted) {
      left--;
      const numbered = new Numbered();
      const socket = await stage.connect(`user${left}`, (record) => numbered.take(record));
      clients.push({ socket, numbered });
      if (clients.length % 2_000 === 0) console.log(`       ${clients.length} connections are open`);
    }
  };
  const pings = setInterval(() => {
    for (const { socket } of clients) socket.send('{"type":6}\u001e');
  }, 10_000);
  try {
    await Promise.all(Array.from({ length: 50 }, open));
    const full = await stage.health();
    console.log(
      `       ${(((full.rssMB - empty.rssMB) * 1024) / count).toFixed(1)} KiB resident a connection`,
    );
    const slowest = { ms: 0 };
    let sent = 0;
    for (; sent < seconds && !signal.aborted; sent++) {
      const startedAt = performance.now();
      await stage.call("POST", "/:send", { target: "number", arguments: [sent] });
      while (
        clients.some(({ numbered }) => numbered.received <= sent) &&
        performance.now() - startedAt < 10_000
      )
        await wait(5);
      slowest.ms = Math.max(slowest.ms, performance.now() - startedAt);
      if (sent % 10 === 9)
        console.log(`       ${sent + 1} broadcasts, each received within ${slowest.ms.toFixed(0)} ms`);
      await wait(Math.max(0, 1_000 - (performance.now() - startedAt)));
    }
    const after = await stage.health();
    const received = clients.reduce((sum, { numbered }) => sum + numbered.received, 0);
    const lost = clients.reduce((sum, { numbered }) => sum + numbered.lost, 0);
    console.log(
      `       ${received} of ${sent * clients.length} messages received, ${lost} out of order, emulator's CPU ${((after.cpuMs - full.cpuMs) / Math.max(1, sent) / 10).toFixed(0)} % of one core`,
    );
    if (received !== sent * clients.length || lost > 0)
      stage.failures.push(`${sent * clients.length - received} messages were lost`);
  } finally {
    clearInterval(pings);
    for (const { socket } of clients) socket.terminate();
  }
}
