import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { readTextOrBytes } from "../../src/response-body.ts";
import { observedClient } from "./observed-client.ts";

/** A body that tells when it is given up. */
function watchedBody() {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(8)),
    cancel: () => void (isCancelled = true),
  });
  return { stream, isCancelled: () => isCancelled };
}

describe("a body that no one reads", () => {
  test.each([
    ["a method that resolves to nothing", { id: "health", args: {} }],
    ["an existence check", { id: "exists", args: { hub: "c", group: "g" } }],
  ] as const)("is given up by %s", async (_, { id, args }) => {
    const { stream, isCancelled } = watchedBody();
    await observedClient(() => new Response(stream)).client[id](args);
    expect(isCancelled()).toBe(true);
  });

  test("does not hold its socket", async () => {
    const closed: Promise<unknown>[] = [];
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      closed.push(new Promise((resolve) => request.socket.once("close", resolve)));
      response.writeHead(200).write("x".repeat(100));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { client } = observedClient(() => new Response(), {
      endpoint: `http://127.0.0.1:${port}`,
      fetch: (url, init) => fetch(url, { ...init, method: "GET" }),
    });
    await client.health();
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
  });
});

describe("readTextOrBytes()", () => {
  const answer = (type: string) => new Response("<a/>", { headers: { "content-type": type } });

  test.each(["text/plain", "application/xml", "image/svg+xml", "application/x-www-form-urlencoded"])(
    "reads %s as text",
    async (type) => {
      expect(await readTextOrBytes(answer(type), 100)).toBe("<a/>");
    },
  );

  test("reads anything else as bytes, up to the limit", async () => {
    expect(await readTextOrBytes(answer("image/png"), 4)).toEqual(new TextEncoder().encode("<a/>"));
    await expect(readTextOrBytes(answer("image/png"), 3)).rejects.toThrow("longer than 3 bytes");
  });
});
