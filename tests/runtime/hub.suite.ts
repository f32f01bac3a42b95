import { createHub, groupMembers } from "@x/hub";
import { typedConnection } from "@x/hub/client";
import { createFakeHub } from "@x/hub/testing";
import { HubError, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { assertEqual, type RuntimeTest } from "./harness.ts";

interface Todo {
  events: { itemAdded(text: string): void };
  clientResults: { confirmDelete(text: string): boolean };
  methods: { echo(text: string): string; refuse(): void; explode(): void; ["constructor"](): string };
  streams: { count(last: number): number };
}

interface Echo {
  events: { itemAdded(text: string): void };
  methods: { echo(text: string): string };
}

/** The public key of the official emulator. */
const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const connectionString = `Endpoint=https://contoso.service.signalr.net;AccessKey=${key};Version=1.0;`;
// hex(HMAC-SHA256(key, "conn-1"))
const signature = "sha256=261F7F58FF9FB9BB8BE7E4951A807FE6091E5C074885BF63B865ECCD28728881";

/** What the service would be asked. */
function recordingFetch() {
  const calls: string[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const sent = new Request(url, init);
    const { pathname, searchParams } = new URL(url);
    searchParams.delete("api-version");
    const query = searchParams.size === 0 ? "" : `?${searchParams}`;
    calls.push(`${sent.method} ${pathname}${query} ${await sent.text()}`.trim());
    return pathname.endsWith(":invoke")
      ? Response.json({ result: true })
      : new Response(null, { status: 202 });
  };
  return { calls, fetch };
}

function start() {
  const { calls, fetch } = recordingFetch();
  const todo = createHub<Todo>({ connectionString, hub: "todo", fetch });
  const upstream = createUpstreamHandler(todo, {
    verify: signatureVerifier({ connectionString }),
    onError: () => undefined,
    maxBodyBytes: 1_000,
    messagePack: {
      // Bytes that stand for themselves: which library reads them does not matter here.
      decode: () => [1, {}, "7", "echo", ["packed"]],
      encode: (value) => new TextEncoder().encode(JSON.stringify(value)),
    },
    methods: {
      echo: (_context, text) => String(text),
      refuse() {
        throw new HubError("not today");
      },
      explode() {
        throw new Error("secret");
      },
      constructor: () => "constructed",
    },
    streams: {
      async *count(_context, last) {
        for (let number = 1; number <= Number(last); number++) yield number;
      },
    },
  });
  return { calls, todo, upstream };
}

function request(body: string, headers: Record<string, string> = {}): Request {
  return new Request("https://app.example/upstream", {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-asrs-hub": "todo",
      "x-asrs-connection-id": "conn-1",
      "x-asrs-signature": signature,
      ...headers,
    },
  });
}

const call = (target: string, args: readonly unknown[] = [], type = 1) =>
  request(JSON.stringify({ type, invocationId: "7", target, arguments: args }));

export const hubSuite: readonly RuntimeTest[] = [
  {
    title: "createHub() sends events, asks a client and changes groups",
    async run() {
      const { calls, todo } = start();
      await todo.all({ except: ["c1"] }).send("itemAdded", "milk ü");
      await todo.group("a/b").send("itemAdded", "milk");
      assertEqual(await todo.connection("c1").invoke("confirmDelete", "milk"), true);
      await groupMembers(todo, "kitchen").addUser("ada", { ttl: 60 });
      assertEqual(calls, [
        'POST /api/hubs/todo/:send?excluded=c1 {"target":"itemAdded","arguments":["milk ü"]}',
        'POST /api/hubs/todo/groups/a%2Fb/:send {"target":"itemAdded","arguments":["milk"]}',
        'POST /api/hubs/todo/connections/c1/:invoke {"target":"confirmDelete","arguments":["milk"]}',
        "PUT /api/hubs/todo/users/ada/groups/kitchen?ttl=60",
      ]);
    },
  },
  {
    title: "createUpstreamHandler() answers with results and errors, and tells nothing of other errors",
    async run() {
      const { upstream } = start();
      const texts = ["echo", "refuse", "explode", "constructor", "toString"].map(async (target) =>
        (await upstream(call(target, ["hi"]))).text(),
      );
      const frame = (rest: string) => `{"type":3,"invocationId":"7",${rest}}\u001e`;
      assertEqual(await Promise.all(texts), [
        frame('"result":"hi"'),
        frame('"error":"not today"'),
        frame(`"error":"An unexpected error occurred invoking 'explode' on the server."`),
        frame('"result":"constructed"'),
        frame(`"error":"Method 'toString' does not exist."`),
      ]);
    },
  },
  {
    title: "createUpstreamHandler() frames MessagePack with its length",
    async run() {
      const { upstream } = start();
      const response = await upstream(request("packed", { "content-type": "application/x-msgpack" }));
      const bytes = new Uint8Array(await response.arrayBuffer());
      const record = '[3,{},"7",3,"packed"]';
      assertEqual([bytes[0], new TextDecoder().decode(bytes.subarray(1))], [record.length, record]);
    },
  },
  {
    title: "createUpstreamHandler() refuses forged, foreign, broken and long requests",
    async run() {
      const { upstream } = start();
      const responses = await Promise.all([
        upstream(request('{"type":10}', { "x-asrs-signature": `sha256=${"0".repeat(64)}` })),
        upstream(request('{"type":10}', { "x-asrs-hub": "chat" })),
        upstream(request("{")),
        upstream(call("echo", ["x".repeat(1_000)])),
        upstream(new Request("https://app.example/upstream")),
      ]);
      assertEqual(
        responses.map(({ status }) => status),
        [401, 404, 400, 413, 405],
      );
    },
  },
  {
    title: "createUpstreamHandler() sends the items of a stream and completes it",
    async run() {
      const { upstream, calls } = start();
      const background: Promise<unknown>[] = [];
      const response = await upstream(call("count", [2], 4), {
        waitUntil: (promise) => void background.push(promise),
      });
      await Promise.all(background);
      const stream = "POST /api/hubs/todo/connections/conn-1/streams/7";
      assertEqual(
        [response.status, ...calls],
        [204, `${stream}/:send 1`, `${stream}/:send 2`, `${stream}/:complete`],
      );
    },
  },
  {
    title: "createFakeHub() stands in for a connection",
    async run() {
      const { connection, send, calls } = createFakeHub<Echo>({ methods: { echo: (text) => text } });
      const hub = typedConnection<Echo>(connection as never);
      const shown: string[] = [];
      hub.on("itemAdded", (text) => shown.push(text));
      await hub.start();
      await send("itemAdded", "milk");
      assertEqual([await hub.invoke("echo", "hi"), shown, calls.length], ["hi", ["milk"], 1]);
    },
  },
];
