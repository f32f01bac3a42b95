import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiVersion } from "../../generated/index.js";
import { frame, messagePackProtocol } from "../../src/protocol/messagepack-protocol.js";
import { nestedArrays, oddObjects } from "../hostile-values.ts";
import { RawClient, signToken } from "../raw-client.ts";

const folder = join(import.meta.dirname, "../../dist/src");
// One allocation out of proportion exhausts such a heap.
const smallHeap = "--max-old-space-size=256";

const command = [join(folder, "cli.js"), "start", "--port=0", "--quiet"];

/** An emulator whose user's function fails on everything that happens. */
const withBrokenListener = [
  "--input-type=module",
  "--eval",
  `import { createEmulator } from ${JSON.stringify(pathToFileURL(join(folder, "index.js")).href)};
  const emulator = createEmulator({ port: 0, log: console.error });
  emulator.activity.subscribe(() => { throw new Error("The listener is broken"); });
  await emulator.listen();
  console.log(emulator.connectionString);`,
];

let emulator: ChildProcess;
let url: string;
let problems = "";

async function start(args: readonly string[]): Promise<void> {
  problems = "";
  emulator = spawn(process.execPath, [smallHeap, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  emulator.stderr?.on("data", (chunk: Buffer) => (problems += chunk.toString()));
  if (emulator.stdout === null) throw new Error("The emulator has no output");
  const [line] = (await once(createInterface(emulator.stdout), "line")) as [string];
  url = line.slice("Endpoint=".length, line.indexOf(";"));
}

async function stop(): Promise<void> {
  if (emulator.exitCode !== null || emulator.signalCode !== null) return;
  emulator.kill();
  await once(emulator, "exit");
}

/** Any answer of the health check will do: the process is there. */
async function expectAlive(): Promise<void> {
  const answered = await fetch(`${url}/api/health`).then(
    () => true,
    (error: unknown) => String(error),
  );
  const exit = emulator.exitCode ?? emulator.signalCode;
  expect({ answered, exit }, problems).toEqual({ answered: true, exit: null });
}

/** MessagePack records that break the hub protocol, or test what is done with their content. */
const records: readonly (readonly [string, Uint8Array])[] = [
  ...oddObjects.flatMap((odd): readonly (readonly [string, Uint8Array])[] => [
    [`a completion with the error ${JSON.stringify(odd)}`, encode([3, {}, "r1", 1, odd])],
    [`a message of the type ${JSON.stringify(odd)}`, encode([odd, {}, "0", "t", []])],
    [`a call of ${JSON.stringify(odd)}`, encode([1, {}, "0", odd, []])],
    [`a call with ${JSON.stringify(odd)}`, encode([1, {}, "0", "t", [odd]])],
    [`a Close with the error ${JSON.stringify(odd)}`, encode([7, odd])],
  ]),
  ["40 KB of nested arrays", nestedArrays(40_000)],
  [
    "a call with 200 KB of nested arrays",
    Buffer.concat([encode([1, {}, "0", "t", 0]).subarray(0, -1), nestedArrays(200_000)]),
  ],
];

async function rest(mediaType: string, body: Uint8Array<ArrayBuffer>): Promise<number> {
  const target = `${url}/api/hubs/chat/:send`;
  const response = await fetch(`${target}?api-version=${apiVersion}`, {
    method: "POST",
    headers: { authorization: `Bearer ${signToken(target)}`, "content-type": mediaType },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

/** A client's request of a transport other than WebSockets. */
async function transfer(
  method: string,
  query: string,
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return await fetch(`${url}/client/${query}${query.includes("?") ? "&" : "?"}hub=chat`, {
    method,
    headers: { authorization: `Bearer ${signToken(`${url}/client/?hub=chat`)}` },
    ...(body !== undefined && { body }),
  });
}

async function negotiate(): Promise<string> {
  const answer: unknown = await (await transfer("POST", "negotiate?negotiateVersion=1")).json();
  return String(Reflect.get(Object(answer), "connectionToken"));
}

/** Writes requests by hand. @returns what was answered until the end. */
async function write(lines: readonly string[], times = 1): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.on("error", () => {});
  socket.write(`${lines.join("\r\n")}\r\n\r\n`.repeat(times));
  await new Promise((resolve) => socket.once("close", resolve));
  return answer;
}

describe("The emulator's process outlives", () => {
  beforeAll(() => start(command));
  afterAll(async () => {
    await stop();
    expect(problems).not.toMatch(/ failed|Error/);
  });

  test.each(records)("%s, over WebSockets", async (_, record) => {
    const client = await RawClient.connect({ url }, messagePackProtocol);
    client.socket.send(frame(record));
    client.say({ type: 7 });
    await client.closed;
    await expectAlive();
  });

  test.each(records)("%s, over long polling", async (_, record) => {
    const id = await negotiate();
    expect((await transfer("GET", `?id=${id}`)).status).toBe(200);
    const handshake = '{"protocol":"messagepack","version":1}\u001e';
    expect((await transfer("POST", `?id=${id}`, handshake)).status).toBe(200);
    expect((await transfer("POST", `?id=${id}`, Uint8Array.from(frame(record)))).status).toBe(200);
    await transfer("DELETE", `?id=${id}`);
    await expectAlive();
  });

  test.each(records)("%s, in the body of a REST request, without a 5xx", async (_, record) => {
    const body = Uint8Array.from(encode({ messagepack: Uint8Array.from(frame(record)) }));
    expect(await rest("application/octet-stream", body)).toBeLessThan(500);
    expect(await rest("application/x-msgpack", Uint8Array.from(record))).toBe(400);
    await expectAlive();
  });

  test.each([
    ["without a key", ["sec-websocket-version: 13"]],
    ["of an unknown version", ["sec-websocket-version: 99", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="]],
    [
      "that is followed by another one",
      ["sec-websocket-version: 13", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="],
    ],
  ])("a request to upgrade %s", async (_, headers) => {
    const query = `hub=chat&access_token=${signToken(`${url}/client/?hub=chat`)}`;
    const { host } = new URL(url);
    const lines = [
      `GET /client/?${query} HTTP/1.1`,
      `host: ${host}`,
      "connection: upgrade",
      "upgrade: websocket",
    ];
    await write([...lines, ...headers], 2);
    await expectAlive();
  });
});

test("The emulator's process outlives a reader of its errors that goes away", async () => {
  await start(command);
  emulator.stderr?.destroy();
  for (let attempt = 0; attempt < 3; attempt++) {
    // A message that reached no reader is reported with the next one.
    expect((await fetch(`${url}/client/negotiate?hub=chat`, { method: "POST" })).status).toBe(401);
    await expectAlive();
  }
  await stop();
});

describe("The emulator's process outlives a listener that fails", () => {
  beforeAll(() => start(withBrokenListener));
  afterAll(async () => {
    await expectAlive();
    await stop();
  });

  test.each<[string, () => Promise<unknown>]>([
    ["on a request", () => fetch(`${url}/api/hubs/chat/:send`)],
    ["on a refused host", () => write(["GET / HTTP/1.1", "host: evil.example", "connection: close"])],
    [
      "on a refused upgrade",
      () =>
        write(["GET /x HTTP/1.1", `host: ${new URL(url).host}`, "connection: upgrade", "upgrade: websocket"]),
    ],
    ["on a client that connects over WebSockets", async () => (await RawClient.connect({ url })).closed],
    [
      "on a client that connects over Server-Sent Events and goes",
      async () => {
        const id = await negotiate();
        const away = new AbortController();
        const headers = {
          accept: "text/event-stream",
          authorization: `Bearer ${signToken(`${url}/client/?hub=chat`)}`,
        };
        await fetch(`${url}/client/?hub=chat&id=${id}`, { headers, signal: away.signal });
        away.abort();
      },
    ],
  ])("%s", async (_, happen) => {
    await happen().catch(() => {});
    await expectAlive();
  });
});
