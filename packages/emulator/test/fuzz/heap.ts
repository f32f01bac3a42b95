import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is still in use after a collection of garbage. */
export async function heapInMB(): Promise<number> {
  // The same as --expose-gc, without a flag that every caller would have to know.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  for (let pass = 0; pass < 4; pass++) {
    if (typeof collect === "function") Reflect.apply(collect, undefined, []);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
