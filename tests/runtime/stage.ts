import { type IncomingMessage, type ServerResponse, createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyBytes, compareRequest, readVectors, type Vector } from "@x/contract-kit";
import type { createEmulator } from "@x/emulator";
import type { Surroundings, VectorCall } from "./harness.ts";
import { StageClients } from "./stage-clients.ts";

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

const delayInMs = 5_000;
type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void> | void;

/**
 * Everything that a suite needs and that not every runtime can do itself: an emulator with faults, SignalR clients, a
 * receiver of webhooks, answers of the vectors, answers in pieces.
 */
export async function startStage({
  createEmulator: create,
  operationIds,
  bundle = "",
}: StageOptions): Promise<Stage> {
  const webhooks: { readonly headers: readonly [string, string][]; readonly body: string }[] = [];
  const clients = new StageClients();
  const vectors = Object.fromEntries(
    operationIds.map((operationId) => [operationId, readVectors(operationId)]),
  );
  const verdicts = new Map<string, { requests: number; differences: string[] }>();
  const answered = new Map<string, number>();
  let emulatorUrl = "";

  const handlers: Readonly<Record<string, Handler>> = {
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
    async upstream(request, response) {
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      webhooks.push({ headers, body: (await readBytes(request)).toString("base64") });
      response.writeHead(204).end();
    },
    async webhook(request, response) {
      const { connectionId, event } = (await readJson(request)) as { connectionId: string; event: string };
      const isIt = ({ headers }: (typeof webhooks)[number]) =>
        headers.some(([name, value]) => name === "x-asrs-connection-id" && value === connectionId) &&
        headers.some(([name, value]) => name === "x-asrs-event" && value === event);
      const found = webhooks.find(isIt);
      if (found === undefined) response.writeHead(404).end("No such webhook came");
      else answer(response, found);
    },
    async vectors(request, response, path) {
      const [, , operationId = "", index = "", form = ""] = path.split("/");
      const prefix = `/vectors/${operationId}/${index}/${form}`;
      const verdict = verdicts.get(operationId) ?? { requests: 0, differences: [] };
      verdicts.set(operationId, verdict);
      verdict.requests += 1;
      const body = await readBytes(request);
      const count = answered.get(prefix) ?? 0;
      answered.set(prefix, count + 1);
      const vector: Vector | undefined = vectors[operationId]?.[Number(index)];
      const exchange = vector?.exchanges[count];
      if (vector === undefined || exchange === undefined) {
        verdict.differences.push(`${vector?.name ?? prefix}: a request too many`);
        response.writeHead(500).end();
        return;
      }
      const observed = {
        method: request.method ?? "",
        url: `https://contoso.service.signalr.net${(request.url ?? "").slice(prefix.length)}`,
        headers: new Headers(request.headers as Record<string, string>),
        body: body.length === 0 ? undefined : new Uint8Array(body),
      };
      for (const difference of compareRequest(exchange.request, observed))
        verdict.differences.push(`${vector.name}: ${difference}`);
      response.writeHead(exchange.response.status, exchange.response.headers);
      response.end(bodyBytes(exchange.response.body));
    },
    verdict(_request, response, path) {
      answer(response, verdicts.get(path.split("/")[2] ?? "") ?? { requests: 0, differences: [] });
    },
    async pieces(request, response) {
      await readBytes(request);
      const bytes = Buffer.from(JSON.stringify({ value: [{ connectionId: "ü€😀".repeat(20) }] }));
      response.writeHead(200, { "content-type": "application/json" });
      for (let offset = 0; offset < bytes.length; offset += 7) {
        response.write(bytes.subarray(offset, offset + 7));
        // So that the pieces stay apart.
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    },
    async broken(request, response) {
      await readBytes(request);
      response.writeHead(request.method === "GET" ? 200 : 202, {
        "content-type": "application/json",
        "content-length": "1000",
      });
      response.write('{"value":[');
      setTimeout(() => response.destroy(), 20);
    },
  };

  const server = createServer((request, response) => {
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
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const emulator = await create({
    port: 0,
    strictAudience: true,
    config: { UpstreamSettings: { Templates: [{ UrlTemplate: `${control}/upstream` }] } },
    faults: [
      { operationId: "sendToGroup", status: 429, retryAfter: 0, times: 1 },
      { operationId: "sendToConnection", status: 500 },
      { operationId: "groupExists", status: 503, times: 2 },
      { operationId: "userExistsInGroup", reset: true, times: 1 },
      { operationId: "addUserToGroup", latencyInMs: delayInMs },
    ],
  }).listen();
  emulatorUrl = emulator.url;

  return {
    control,
    connectionString: emulator.connectionString,
    sameOriginConnectionString: `${emulator.connectionString}ServerEndpoint=${control};`,
    vectors: Object.fromEntries(
      Object.entries(vectors).map(([operationId, list]): [string, VectorCall[]] => [
        operationId,
        list.map(({ name, arguments: args, outcome }) => ({
          name,
          arguments: args,
          outcome: outcome as unknown as Record<string, unknown>,
        })),
      ]),
    ),
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

function answer(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readJson<T>(request: IncomingMessage): Promise<T> {
  return JSON.parse((await readBytes(request)).toString("utf8")) as T;
}

/** Hands a request on as it is, and a cut connection too. */
function forward(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = request;
  const onward = httpRequest(`${target}${url}`, {
    ...(method !== undefined && { method }),
    headers: { ...headers, host: new URL(target).host },
  });
  onward.on("response", (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
