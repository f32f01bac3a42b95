import { afterAll, expect, test } from "vitest";
import { type Emulator, createEmulator } from "../../src/index.js";
import { routes } from "../../generated/index.js";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import { fuzzConnection } from "./fuzz-frames.ts";
import { heapInMB } from "./heap.ts";
import { closeAgent, fuzzRequest } from "./fuzz-requests.ts";
import { Random } from "./random.ts";

// FUZZ_SEED repeats a run, FUZZ_RUNS makes it longer.
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["FUZZ_RUNS"] ?? 5_000);
const parallel = 25;
const maxGrowthInMB = 10;
const timeoutInMs = 60_000 + runs * 10;

/** Operations of a new version get the response 501 until they are implemented. */
const hasUnhandledOperations = routes.some(
  ({ operationId }) => !Object.hasOwn(operationHandlers, operationId),
);

const log: string[] = [];
const emulators: Emulator[] = [];

afterAll(async () => {
  closeAgent();
  await Promise.all(emulators.map((emulator) => emulator.close()));
});

async function start(): Promise<Emulator> {
  const emulator = await createEmulator({
    port: 0,
    log: (line) => log.push(line),
    invokeTimeoutInMs: 50,
  }).listen();
  emulators.push(emulator);
  return emulator;
}

/** Caches fill in the first half; what is left behind in the second is lost for good. */
async function inHalves(emulator: Emulator, run: (from: number, to: number) => Promise<void>): Promise<void> {
  const heap = async (): Promise<number> => {
    emulator.reset();
    log.length = 0;
    return await heapInMB();
  };
  await run(0, runs / 2);
  const before = await heap();
  await run(runs / 2, runs);
  const after = await heap();
  console.log(`Heap after ${runs / 2} ${before.toFixed(1)} MB, after ${runs} ${after.toFixed(1)} MB`);
  expect(after - before).toBeLessThan(maxGrowthInMB);
}

async function inParallel(worker: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: parallel }, worker));
}

test(`${runs} odd requests meet no 5xx (FUZZ_SEED=${seed})`, { timeout: timeoutInMs }, async () => {
  const emulator = await start();
  const failures: string[] = [];
  const statuses = new Map<number, number>();
  await inHalves(emulator, async (from, to) => {
    let next = from;
    await inParallel(async () => {
      while (next < to) {
        const { status, description } = await fuzzRequest(emulator, new Random(seed + next++));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const isUnhandled = status === 501 && hasUnhandledOperations;
        if (status < 200 || (status >= 500 && !isUnhandled)) failures.push(`${status} ${description}`);
      }
    });
  });
  console.log(Object.fromEntries(statuses));
  expect(failures).toEqual([]);
});

test(
  `${runs} odd frames end no process and leave no connection (FUZZ_SEED=${seed})`,
  { timeout: timeoutInMs },
  async () => {
    const emulator = await start();
    const failures: string[] = [];
    let index = 0;
    await inHalves(emulator, async (from, to) => {
      let left = to - from;
      await inParallel(async () => {
        while (left > 0) {
          const random = new Random(seed + index++);
          left -= await fuzzConnection(emulator, random, 20);
        }
      });
      await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
      failures.push(...log.filter((line) => / failed/.test(line)));
    });
    expect(failures).toEqual([]);
  },
);
