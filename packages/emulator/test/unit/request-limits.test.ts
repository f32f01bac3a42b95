import { request } from "node:http";
import { expect, test } from "vitest";
import { signToken } from "../raw-client.ts";
import { startEmulator } from "../start-emulator.ts";

interface Attempt {
  readonly target: string;
  readonly audience: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: number;
}

/** Writes chunks of 64 KB without saying how many there will be. */
async function post({ target, audience, headers = {}, chunks = 0 }: Attempt): Promise<number | undefined> {
  const emulator = await startEmulator();
  return await new Promise((resolve, reject) => {
    const token = signToken(`${emulator.url}${audience}`);
    const outgoing = request(
      `${emulator.url}${target}`,
      { method: "POST", headers: { authorization: `Bearer ${token}`, ...headers } },
      (response) => {
        response.resume().once("end", () => resolve(response.statusCode));
      },
    );
    outgoing.once("error", reject);
    for (let index = 0; index < chunks; index++) outgoing.write(Buffer.alloc(64 * 1024, "x"));
    outgoing.end();
  });
}

const rest = { target: "/api/hubs/chat/:send?api-version=2024-12-01", audience: "/api/hubs/chat/:send" };
const client = { target: "/client/negotiate?hub=chat", audience: "/client/?hub=chat" };

test.each([
  ["REST request", rest],
  ["client request", client],
])("A %s with a body over 1 MB gets 413, however it is sent", async (_, attempt) => {
  expect(await post({ ...attempt, chunks: 20 })).toBe(413);
});

test("A request with headers over 16 KB gets 431", async () => {
  expect(await post({ ...rest, headers: { "x-long": "x".repeat(17 * 1024) } })).toBe(431);
});

test("A request with a URL over 12 KB gets 414", async () => {
  expect(await post({ ...rest, target: `${rest.target}&x=${"x".repeat(12 * 1024)}` })).toBe(414);
});
