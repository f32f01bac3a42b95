import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { politeFetch } from "../src/polite-fetch.ts";

async function serve(answer: (count: number) => { status: number; headers?: Record<string, string> }) {
  const times: number[] = [];
  const server = createServer((_request, response) => {
    times.push(performance.now());
    const { status, headers } = answer(times.length);
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => {
      server.close(closed);
    });
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, times };
}

test("politeFetch() keeps requests apart, also those that are sent together", async () => {
  const { url } = await serve(() => ({ status: 200 }));
  const send = politeFetch(20);
  const started = performance.now();
  await Promise.all(Array.from({ length: 5 }, () => send(url)));
  // Timers may be early by a millisecond each.
  expect(performance.now() - started).toBeGreaterThan(4 * 50 - 5);
});

test("politeFetch() waits as long as a 429 asks for, and gives up after the fourth", async () => {
  const { url, times } = await serve(() => ({ status: 429, headers: { "retry-after": "0.01" } }));
  expect((await politeFetch(100)(url)).status).toBe(429);
  expect(times.length).toBe(4);
});
