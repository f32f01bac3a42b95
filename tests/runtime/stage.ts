import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { EmulatorOptions, createEmulator } from "@x/emulator";
import type { Surroundings } from "./harness.ts";
import { StageClients } from "./stage-clients.ts";
import { type Handler, answer, forward, readBytes, readJson } from "./stage-http.ts";
import { StageVectors } from "./stage-vectors.ts";
import { StageWebhooks } from "./stage-webhooks.ts";

export interface Stage extends AsyncDisposable {
  /** Origin of the stage's server, which also serves the suite to pages. */
  readonly control: string;
  readonly connectionString: string;
  /** The same service through the stage, for pages: the REST API of the service has no CORS. */
  readonly sameOriginConnectionString: string;
  readonly vectors: Surroundings["vectors"];
}

export interface StageOptions {
  readonly createEmulator: typeof createEmulator;
  readonly operationIds: readonly string[];
  /** An ES module that pages get at `/suite.js`. */
  readonly bundle?: string;
}

const faults = [
  { operationId: "sendToGroup", status: 429, retryAfter: 0, times: 1 },
  { operationId: "sendToConnection", status: 500 },
  { operationId: "groupExists", status: 503, times: 2 },
  { operationId: "userExistsInGroup", reset: true, times: 1 },
  { operationId: "addUserToGroup", latencyInMs: 5_000 },
] as const satisfies EmulatorOptions["faults"];

/**
 * Everything that a suite needs and that not every runtime can do itself: an emulator with faults, SignalR clients, a
 * receiver of webhooks, answers of the vectors, answers in pieces.
 */
export async function startStage({
  createEmulator: create,
  operationIds,
  bundle = "",
}: StageOptions): Promise<Stage> {
  const clients = new StageClients();
  const vectors = new StageVectors(operationIds);
  const webhooks = new StageWebhooks();
  let emulatorUrl = "";
  const server = createStageServer({
    "": (_request, response) =>
      void response.setHeader("content-type", "text/html").end("<!doctype html><title>Suite</title>"),
    "suite.js": (_request, response) =>
      void response.setHeader("content-type", "text/javascript").end(bundle),
    api: (request, response) => forward(emulatorUrl, request, response),
    async connect(request, response) {
      answer(response, { connectionId: await clients.connect(await readJson(request)) });
    },
    async received(request, response) {
      answer(response, await clients.received(await readJson(request)));
    },
    async invoke(request, response) {
      await clients.invoke(await readJson(request));
      answer(response, {});
    },
    upstream: webhooks.receive,
    webhook: webhooks.find,
    vectors: vectors.handle,
    verdict: vectors.handleVerdict,
    pieces,
    broken,
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const emulator = await create({
    port: 0,
    strictAudience: true,
    config: { UpstreamSettings: { Templates: [{ UrlTemplate: `${control}/upstream` }] } },
    faults,
  }).listen();
  emulatorUrl = emulator.url;

  return {
    control,
    connectionString: emulator.connectionString,
    sameOriginConnectionString: `${emulator.connectionString}ServerEndpoint=${control};`,
    vectors: vectors.calls,
    async [Symbol.asyncDispose]() {
      clients.close();
      await emulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** A server with a handler for each first segment of a path. */
function createStageServer(handlers: Readonly<Record<string, Handler>>): Server {
  return createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const handler = handlers[path.split("/")[1] ?? ""];
    if (handler === undefined) return void response.writeHead(404).end();
    void (async () => {
      try {
        await handler(request, response, path);
      } catch (error) {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      }
    })();
  });
}

/** Responds in pieces that cut characters. */
const pieces: Handler = async (request, response) => {
  await readBytes(request);
  const bytes = Buffer.from(JSON.stringify({ value: [{ connectionId: "ü€😀".repeat(20) }] }));
  response.writeHead(200, { "content-type": "application/json" });
  for (let offset = 0; offset < bytes.length; offset += 7) {
    response.write(bytes.subarray(offset, offset + 7));
    // So that the pieces stay apart.
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
};

/** Responds with less than it announced. */
const broken: Handler = async (request, response) => {
  await readBytes(request);
  response.writeHead(request.method === "GET" ? 200 : 202, {
    "content-type": "application/json",
    "content-length": "1000",
  });
  response.write('{"value":[');
  setTimeout(() => response.destroy(), 20);
};
