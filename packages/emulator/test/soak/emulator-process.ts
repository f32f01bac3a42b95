/** The emulator in a process of its own, which tells its parent how it is. A failure without a handler ends it. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createEmulator } from "@x/emulator";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const log: string[] = [];
const emulator = await createEmulator({
  port: 0,
  record: process.argv[2] === "record",
  log: (line) => log.push(line),
}).listen();

process.on("message", () => {
  for (let pass = 0; pass < 3; pass++) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const failures = log.splice(0).filter((line) => line.startsWith("Request failed"));
  process.send?.({
    heapMB: (heapUsed + external) / 2 ** 20,
    rssMB: rss / 2 ** 20,
    cpuMs: (user + system) / 1000,
    failures,
  });
});
process.once("disconnect", () => void emulator.close());
// The terminal sends it to the parent too, which ends this process when it is done.
process.on("SIGINT", () => {});
process.send?.({ url: emulator.url });
