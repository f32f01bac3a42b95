import { afterAll, expect, test } from "vitest";
import { type Emulator, createEmulator } from "../../src/index.js";
import { fuzzConnection } from "./fuzz-frames.ts";
import { closeAgent, fuzzRequest } from "./fuzz-requests.ts";
import { Random } from "./random.ts";

// FUZZ_SEED repeats a run, FUZZ_RUNS makes it longer.
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["FUZZ_RUNS"] ?? 5_000);
const parallel = 25;
const timeoutInMs = 60_000 + runs * 10;

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

test(`${runs} odd requests meet no 5xx (FUZZ_SEED=${seed})`, { timeout: timeoutInMs }, async () => {
  const emulator = await start();
  const failures: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < runs) {
      // oxlint-disable-next-line no-await-in-loop -- each worker sends one request at a time
      const { status, description } = await fuzzRequest(emulator, new Random(seed + next++));
      if (status < 200 || status >= 500) failures.push(`${status} ${description}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  expect(failures).toEqual([]);
});

test(
  `${runs} odd frames end no process and leave no connection (FUZZ_SEED=${seed})`,
  { timeout: timeoutInMs },
  async () => {
    const emulator = await start();
    let left = runs;
    let index = 0;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        const random = new Random(seed + index++);
        // oxlint-disable-next-line no-await-in-loop -- each worker has one connection at a time
        const sent = await fuzzConnection(emulator, random, 20);
        left -= sent;
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
    expect(log.filter((line) => line.startsWith("Request failed"))).toEqual([]);
  },
);
