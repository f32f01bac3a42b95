import { afterAll, expect, test } from "vitest";
import { apiVersion } from "../../generated/index.js";
import { type Emulator, createEmulator } from "../../src/index.js";
import { RawClient, signToken } from "../raw-client.ts";
import { heapInMB } from "./heap.ts";

const rounds = 2 * Math.max(15, Math.round(Number(process.env["FUZZ_RUNS"] ?? 5_000) / 250));
const clientsPerRound = 20;
const maxGrowthInMB = 5;
const emulators: Emulator[] = [];

afterAll(async () => {
  await Promise.all(emulators.map((emulator) => emulator.close()));
});

test(
  `${rounds} rounds of ${clientsPerRound} clients, hubs, groups and users that come and go leave no memory behind`,
  { timeout: 60_000 + rounds * 1_000 },
  async () => {
    const emulator = await createEmulator({ port: 0 }).listen();
    emulators.push(emulator);
    const call = async (method: string, path: string, body?: object): Promise<void> => {
      const url = `${emulator.url}${path}`;
      const response = await fetch(`${url}?api-version=${apiVersion}`, {
        method,
        headers: { authorization: `Bearer ${signToken(url)}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      await response.arrayBuffer();
    };
    const churn = async (round: number): Promise<void> => {
      const clients = await Promise.all(
        Array.from({ length: clientsPerRound }, () => RawClient.connect(emulator)),
      );
      await emulator.waitFor((snapshot) => snapshot.connections("chat").length === clientsPerRound);
      await Promise.all(
        clients.map(async (_, index) => {
          const name = `r${round}n${index}`;
          await call("PUT", `/api/hubs/${name}/users/${name}/groups/${name}`);
          await call("DELETE", `/api/hubs/${name}/users/${name}/groups`);
          await call("POST", "/api/hubs/chat/:send", { target: "say", arguments: [name] });
        }),
      );
      for (const { socket } of clients) socket.terminate();
      await emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
    };
    // The activity log and the caches of tokens and code fill up first: they are bounded, and the second half adds to none.
    for (let round = 0; round < rounds / 2; round++) {
      await churn(round);
    }
    const before = await heapInMB();
    for (let round = rounds / 2; round < rounds; round++) {
      await churn(round);
    }
    const after = await heapInMB();
    console.log(
      `Heap after ${rounds / 2} rounds ${before.toFixed(1)} MB, after ${rounds} ${after.toFixed(1)} MB`,
    );
    expect(after - before).toBeLessThan(maxGrowthInMB);
  },
);
