import {
  createNegotiateHandler,
  createNegotiator,
  fromConnectionString,
  parseUpstreamRequest,
} from "@x/auth";
import type { AttemptEvent } from "@x/fetch-client";
import { assertEqual, assertFails, type RuntimeTest, type Surroundings } from "./harness.ts";

const message = { target: "newMessage", arguments: ["hi ü"] };
const accessKeys = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const hub = "chat";

/** Asks the stage, which has the clients, for something. */
async function stage<T>(control: string, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${control}/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The stage answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Connects a client with what `/negotiate` would answer. */
async function connect({ connectionString, control }: Surroundings, userId: string): Promise<string> {
  const negotiation = await createNegotiator(connectionString)({ hub, userId });
  return (await stage<{ connectionId: string }>(control, "connect", negotiation)).connectionId;
}

/** What a client has received once there is so much of it. */
function received(control: string, connectionId: string, count: number): Promise<unknown[]> {
  return stage(control, "received", { connectionId, count });
}

const clientOf = ({ connectionString }: Surroundings, onAttempt?: (event: AttemptEvent) => void) =>
  fromConnectionString(connectionString, {
    retry: { delayInMs: 1, ...(onAttempt && { onAttempt }) },
  }).hub(hub);

/** A MessagePack map of `target` and `arguments`, with one long text. */
function packLongMessage(size: number): Uint8Array {
  const text = new TextEncoder().encode("é".repeat(size / 2));
  const bytes = new Uint8Array(text.length + 64);
  const short = (value: string) => [0xa0 + value.length, ...new TextEncoder().encode(value)];
  const head = [0x82, ...short("target"), ...short("long"), ...short("arguments"), 0x91, 0xdb];
  bytes.set(head);
  new DataView(bytes.buffer).setUint32(head.length, text.length);
  bytes.set(text, head.length + 4);
  return bytes.subarray(0, head.length + 4 + text.length);
}

/** The bytes in pieces that cut characters in two. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(offset, offset + size));
      offset += size;
    },
  });
}

export const serviceSuite: readonly RuntimeTest[] = [
  {
    title: "createNegotiator(): a client connects with its answer, and a message reaches the client",
    async run(surroundings) {
      const connectionId = await connect(surroundings, "ada");
      await clientOf(surroundings).sendToUser({ user: "ada", body: message });
      assertEqual(await received(surroundings.control, connectionId, 1), [message]);
    },
  },
  {
    title: "createNegotiateHandler(): a client connects with its answer",
    async run(surroundings) {
      const { connectionString, control } = surroundings;
      const handler = createNegotiateHandler(connectionString, {
        hub,
        authenticate: () => ({ userId: "bob" }),
      });
      const response = await handler(new Request("https://app.example/negotiate", { method: "POST" }));
      const { connectionId } = await stage<{ connectionId: string }>(
        control,
        "connect",
        await response.json(),
      );
      assertEqual(await clientOf(surroundings).connectionExists({ connectionId }), true);
      assertEqual(await clientOf(surroundings).userExists({ user: "unknown" }), false);
    },
  },
  {
    title: "A message is retried after 429, when the service asks for it",
    async run(surroundings) {
      const connectionId = await connect(surroundings, "cleo");
      const attempts: AttemptEvent[] = [];
      const chat = clientOf(surroundings, (event) => attempts.push(event));
      await chat.addConnectionToGroup({ group: "retried", connectionId });
      attempts.length = 0;
      await chat.sendToGroup({ group: "retried", body: message });
      assertEqual([attempts.length, attempts[0]?.status], [2, 429]);
      assertEqual(await received(surroundings.control, connectionId, 1), [message]);
    },
  },
  {
    title: "A message is not retried after 500",
    async run(surroundings) {
      const connectionId = await connect(surroundings, "dan");
      const attempts: AttemptEvent[] = [];
      const chat = clientOf(surroundings, (event) => attempts.push(event));
      await assertFails("SignalRServiceError", () => chat.sendToConnection({ connectionId, body: message }));
      assertEqual(
        attempts.map(({ status }) => status),
        [500],
      );
    },
  },
  {
    title: "A question is asked again after 503 and after a cut connection",
    async run(surroundings) {
      const chat = clientOf(surroundings);
      assertEqual(await chat.groupExists({ group: "unknown" }), false);
      assertEqual(await chat.userExistsInGroup({ user: "unknown", group: "unknown" }), false);
    },
  },
  {
    title: "A call ends with the reason of its signal",
    async run(surroundings) {
      const controller = new AbortController();
      const call = clientOf(surroundings).addUserToGroup(
        { user: "ada", group: "slow" },
        { signal: controller.signal },
      );
      setTimeout(() => controller.abort(), 50);
      await assertFails("AbortError", () => call);
      await assertFails("AbortError", () =>
        clientOf(surroundings).sendToAll({ body: message }, { signal: controller.signal }),
      );
    },
  },
  {
    title: "An attempt that takes too long fails with a TimeoutError",
    async run(surroundings) {
      const retry = { attempts: 1, timeoutInMs: 50 };
      await assertFails("TimeoutError", () =>
        clientOf(surroundings).addUserToGroup({ user: "ada", group: "slow" }, { retry }),
      );
    },
  },
  {
    title: "listConnectionsInGroup() walks over all pages",
    async run(surroundings) {
      const chat = clientOf(surroundings);
      const ids: string[] = [];
      for (const user of ["e1", "e2", "e3", "e4", "e5"]) {
        const connectionId = await connect(surroundings, user);
        ids.push(connectionId);
        await chat.addConnectionToGroup({ group: "paged", connectionId });
      }
      const found: string[] = [];
      for await (const member of chat.listConnectionsInGroup({ group: "paged", maxpagesize: 2 }))
        found.push(member.connectionId);
      assertEqual(found.toSorted(), ids.toSorted());
      const pages: number[] = [];
      for await (const page of chat.listConnectionsInGroup({ group: "paged", maxpagesize: 2 }).pages())
        pages.push(page.value.length);
      assertEqual(pages, [2, 2, 1]);
    },
  },
  {
    title: "A body of bytes arrives whole, as it is and as a stream where the runtime sends streams",
    async run(surroundings) {
      const connectionId = await connect(surroundings, "fay");
      const chat = clientOf(surroundings);
      const bytes = packLongMessage(65_536);
      const contentType = "application/x-msgpack";
      await chat.sendToUser({ user: "fay", body: bytes, contentType });
      const wanted = { target: "long", arguments: ["é".repeat(32_768)] };
      assertEqual(await received(surroundings.control, connectionId, 1), [wanted]);
      const streamed = () => chat.sendToUser({ user: "fay", body: inPieces(bytes, 999), contentType });
      if (surroundings.requestStreams) {
        await streamed();
        assertEqual(await received(surroundings.control, connectionId, 2), [wanted, wanted]);
      } else {
        let failed = false;
        await streamed().catch(() => (failed = true));
        assertEqual(failed, true);
      }
    },
  },
  {
    title: "An answer that comes in pieces is put together, characters cut in two as well",
    async run(surroundings) {
      const endpoint = new URL(surroundings.control).origin;
      const { fetch: original } = globalThis;
      const chat = fromConnectionString(surroundings.connectionString, {
        fetch: (url: string, init?: RequestInit) =>
          original(`${endpoint}/pieces${new URL(url).pathname}`, init),
      }).hub(hub);
      const found: string[] = [];
      for await (const { connectionId } of chat.listConnectionsInGroup({ group: "g" }))
        found.push(connectionId);
      assertEqual(found, ["ü€😀".repeat(20)]);
    },
  },
  {
    title: "A broken answer fails a question, and not a message that the service took",
    async run(surroundings) {
      const endpoint = new URL(surroundings.control).origin;
      const { fetch: original } = globalThis;
      const chat = fromConnectionString(surroundings.connectionString, {
        retry: false,
        fetch: (url: string, init?: RequestInit) =>
          original(`${endpoint}/broken${new URL(url).pathname}`, init),
      }).hub(hub);
      await chat.sendToAll({ body: message });
      let failed = false;
      try {
        for await (const _ of chat.listConnectionsInGroup({ group: "g" }));
      } catch {
        failed = true;
      }
      assertEqual(failed, true);
    },
  },
  {
    title: "parseUpstreamRequest() takes the webhook of the service, and no other signature",
    async run(surroundings) {
      const connectionId = await connect(surroundings, "gil");
      await stage(surroundings.control, "invoke", { connectionId, target: "greet", arguments: ["ü", 1] });
      const hook = await stage<{ headers: [string, string][]; body: string }>(
        surroundings.control,
        "webhook",
        { connectionId, event: "greet" },
      );
      const bytes = Uint8Array.from(atob(hook.body), (char) => char.charCodeAt(0));
      const request = (headers: Headers) =>
        new Request("https://app.example/upstream", { method: "POST", headers, body: bytes });
      const event = await parseUpstreamRequest(request(new Headers(hook.headers)), { accessKeys });
      assertEqual(
        [event.type, event.hub, event.connectionId, event.userId, "target" in event && event.target],
        ["invocation", hub, connectionId, "gil", "greet"],
      );
      assertEqual("arguments" in event && event.arguments, ["ü", 1]);
      const forged = new Headers(hook.headers);
      forged.set("x-asrs-connection-id", "another");
      await assertFails("upstream-signature-invalid", () =>
        parseUpstreamRequest(request(forged), { accessKeys }),
      );
    },
  },
];
