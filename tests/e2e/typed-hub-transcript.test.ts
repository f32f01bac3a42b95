import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type EmulatorOptions, type UpstreamHandler, createEmulator, wellKnownAccessKey } from "@x/emulator";
import { signatureVerifier } from "@x/hub/upstream";
import { expect, test } from "vitest";
import { type ClientPair, clientPairs } from "../clients/stage.ts";
import { createTodo, playTodo } from "../clients/typed-todo.ts";

/** What an upstream was asked, without what differs from run to run. */
class Transcript {
  readonly #connectionIds: string[] = [];
  readonly #requests: string[] = [];

  async record(request: Request): Promise<void> {
    const { headers } = request;
    const id = headers.get("x-asrs-connection-id") ?? "";
    if (!this.#connectionIds.includes(id)) this.#connectionIds.push(id);
    const isSigned = await signatureVerifier({ accessKeys: wellKnownAccessKey })(request);
    const described = [...headers].filter(([name]) => name.startsWith("x-asrs-") || name === "content-type");
    const body = Buffer.from(await request.clone().arrayBuffer()).toString("latin1");
    const text = JSON.stringify({ method: request.method, isSigned, described, body });
    this.#requests.push(text);
  }

  /** In an order of its own: events of two clients may cross. */
  get requests(): string[] {
    return this.#requests
      .map((request) =>
        this.#connectionIds
          .reduce((text, id, index) => text.replaceAll(id, `client ${index}`), request)
          .replaceAll(/sha256=[0-9A-F]{64}/g, "signature")
          .replaceAll(/(iat|exp): \d+/g, "$1: time")
          .replaceAll(/127\.0\.0\.1:\d+/g, "emulator"),
      )
      .toSorted();
  }
}

async function playWith(
  options: (upstream: UpstreamHandler) => EmulatorOptions,
  pair: ClientPair,
): Promise<{ readonly seen: unknown[]; readonly asked: string[] }> {
  const transcript = new Transcript();
  let todo: UpstreamHandler | undefined;
  const upstream: UpstreamHandler = async (request) => {
    await transcript.record(request);
    return (await todo?.(request)) ?? new Response(null, { status: 503 });
  };
  await using emulator = await createEmulator({ port: 0, ...options(upstream) }).listen();
  todo = createTodo(emulator.connectionString);
  const seen = await playTodo(emulator, pair);
  await emulator.waitFor((snapshot) => snapshot.connections("todo").length === 0);
  await emulator.settled();
  return { seen, asked: transcript.requests };
}

test.each(clientPairs.slice(0, 2))(
  "A webhook and an upstream in the process are asked the same and give the same, with $protocol",
  async (pair) => {
    let handler: UpstreamHandler | undefined;
    const server = createServer(async (incoming, outgoing) => {
      const request = new Request("http://localhost/upstream", {
        method: incoming.method ?? "",
        headers: incoming.headers as HeadersInit,
        body: new Uint8Array(await buffer(incoming)),
      });
      const response = await handler?.(request);
      outgoing.writeHead(response?.status ?? 503, Object.fromEntries(response?.headers ?? []));
      outgoing.end(new Uint8Array((await response?.arrayBuffer()) ?? []));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const webhook = await playWith((upstream) => {
        handler = upstream;
        const template = { UrlTemplate: `http://127.0.0.1:${port}/upstream` };
        return { config: { UpstreamSettings: { Templates: [template] } } };
      }, pair);
      const inProcess = await playWith((upstream) => ({ upstream }), pair);
      const hub = await playWith(
        (upstream) => ({ hubs: [() => Object.assign(upstream, { hub: "todo" })] }),
        pair,
      );
      expect(webhook.asked.length).toBeGreaterThan(16);
      expect(webhook.asked.every((request) => request.includes('"isSigned":true'))).toBe(true);
      expect(inProcess).toEqual(webhook);
      expect(hub).toEqual(webhook);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
