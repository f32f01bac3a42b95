import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  type SignalRServiceClientOptions,
  createSignalRServiceClient,
  isSignalRServiceError,
} from "../../generated/index.js";

const body = { target: "newMessage", arguments: ["hi"] };
const mebibyte = 1024 * 1024;

type Fetch = NonNullable<SignalRServiceClientOptions["fetch"]>;

/** A client with this function as its `fetch`, and how often that was called. */
function clientWith(answer: () => unknown) {
  const fetch = vi.fn<Fetch>(async () => (await answer()) as Response);
  return {
    client: createSignalRServiceClient({ endpoint: "https://example.com", fetch, retry: false }),
    fetch,
  };
}

/** A client of a server on this machine. */
async function clientOf(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<SignalRServiceClientOptions> = {},
) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createSignalRServiceClient({ endpoint: `http://127.0.0.1:${port}`, retry: false, ...options });
}

const thrownBy = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    (value) => Promise.reject(new Error(`Nothing was thrown, but ${JSON.stringify(value)} returned`)),
    (error: Error) => error,
  );

const usedStreams: Record<string, () => Promise<ReadableStream<Uint8Array>>> = {
  "that has a reader": async () => {
    const stream = new Blob(["abc"]).stream();
    stream.getReader();
    return stream;
  },
  "that was read to its end": async () => {
    const stream = new Blob(["abc"]).stream();
    await new Response(stream).arrayBuffer();
    return stream;
  },
  "of which one piece was read": async () => {
    const stream = new Blob(["abc"]).stream();
    const reader = stream.getReader();
    await reader.read();
    reader.releaseLock();
    return stream;
  },
};

test.each(Object.entries(usedStreams))(
  "a body that is a stream %s is refused, and nothing is sent",
  async (_, use) => {
    const { client, fetch } = clientWith(() => new Response(null, { status: 202 }));
    const error = await thrownBy(
      client.sendToAll({ hub: "chat", body: await use(), contentType: "application/octet-stream" }),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe("sendToAll: the body has been read already");
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(fetch).not.toHaveBeenCalled();
  },
);

test("a stream is sent once: a second call with it is refused", async () => {
  let received = 0;
  const client = await clientOf((request, response) => {
    request.on("data", (chunk: Buffer) => (received += chunk.length));
    request.on("end", () => response.writeHead(202).end());
  });
  const args = {
    hub: "chat",
    body: new Blob(["abc"]).stream(),
    contentType: "application/octet-stream",
  } as const;
  await client.sendToAll(args);
  await expect(client.sendToAll(args)).rejects.toThrow("has been read already");
  expect(received).toBe(3);
});

/** Writes up to 2 GiB as fast as the client takes it; `written` says how much that was. */
function endless(status: number) {
  const written = { bytes: 0, closed: false };
  const chunk = Buffer.alloc(64 * 1024, " ");
  const answer = (_: IncomingMessage, response: ServerResponse) => {
    response.on("close", () => (written.closed = true));
    response.writeHead(status, { "content-type": "application/json" });
    const write = () => {
      while (!response.destroyed && written.bytes < 2048 * mebibyte) {
        written.bytes += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", write);
      }
      response.end();
    };
    write();
  };
  return { answer, written };
}

test.each([
  [
    "an answer",
    200,
    "failed with 200 (the response cannot be read: The response body is longer than 1048576 bytes",
  ],
  [
    "an error",
    400,
    "failed with 400 (the response cannot be read: The response body is longer than 1048576 bytes",
  ],
])("the body of %s that does not end is cut off at maxResponseBytes", async (_, status, message) => {
  const { answer, written } = endless(status);
  const client = await clientOf(answer, { maxResponseBytes: mebibyte });
  const error = await thrownBy(client.getAccessKey());
  expect(isSignalRServiceError(error)).toBe(true);
  expect(error.message).toContain(message);
  expect(error.cause).toBeInstanceOf(RangeError);
  await vi.waitFor(() => expect(written.closed).toBe(true));
  // What was under way in sockets, and nowhere near 2 GiB.
  expect(written.bytes).toBeLessThan(64 * mebibyte);
});

test("a send is delivered, however long the body of its answer", async () => {
  const { answer, written } = endless(202);
  const client = await clientOf(answer, { maxResponseBytes: mebibyte });
  expect(await client.sendToAll({ hub: "chat", body })).toBeUndefined();
  await vi.waitFor(() => expect(written.closed).toBe(true));
  expect(written.bytes).toBeLessThan(64 * mebibyte);
});

test.each([
  ["undefined", undefined],
  ["null", null],
  ["a string", "ok"],
  ["an empty object", {}],
  ["an object with a status alone", { ok: true, status: 200 }],
])("a fetch that resolves to %s is an error that says so", async (_, answer) => {
  for (const call of ["sendToAll", "getAccessKey"] as const) {
    const { client, fetch } = clientWith(() => answer);
    const done = call === "sendToAll" ? client.sendToAll({ hub: "chat", body }) : client.getAccessKey();
    const error = await thrownBy(done);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(`${call} to example.com: fetch did not return a Response`);
    expect(fetch).toHaveBeenCalledTimes(1);
  }
});

test.each([
  ["no body", () => new Response(null), "Unexpected end of JSON"],
  [
    "HTML",
    () => new Response("<p>", { headers: { "content-type": "text/html" } }),
    "The body is text/html, not JSON",
  ],
  [
    "broken JSON",
    () =>
      Response.json({ a: 1 })
        .text()
        .then((text) => new Response(text.slice(0, 3))),
    "JSON",
  ],
  [
    "a body of strings",
    () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue("{}");
            controller.close();
          },
        }),
      ),
    "bytes",
  ],
])(
  "an answer with %s is an error where the data is the answer, and none for a send",
  async (_, answer, reason) => {
    const error = await thrownBy(clientWith(answer).client.getAccessKey());
    expect(error.message).toContain(reason);
    expect(await clientWith(answer).client.sendToAll({ hub: "chat", body })).toBeUndefined();
  },
);

test("an error of another copy of this package is known as one, and nothing else is", async () => {
  vi.resetModules();
  const other = await import("../../generated/index.js");
  const refused = () => Response.json({ code: "Busy" }, { status: 400 });
  const fetch = (() => Promise.resolve(refused())) as Fetch;
  const theirs = await thrownBy(
    other.createSignalRServiceClient({ endpoint: "https://example.com", fetch, retry: false }).getAccessKey(),
  );
  const ours = await thrownBy(clientWith(refused).client.getAccessKey());
  expect(ours.constructor).not.toBe(theirs.constructor);
  expect(theirs).not.toBeInstanceOf(ours.constructor);
  for (const isOne of [isSignalRServiceError, other.isSignalRServiceError]) {
    expect([ours, theirs].map(isOne)).toEqual([true, true]);
    expect(theirs).toMatchObject({ status: 400, code: "Busy", operationId: "getAccessKey" });
    const lookalikes = [undefined, null, new Error("x"), { name: "SignalRServiceError", operationId: "x" }];
    expect(lookalikes.map(isOne)).toEqual([false, false, false, false]);
  }
});
