import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { HttpRequest, InvocationContext, type HttpHandler } from "@azure/functions";
import { type ServerType, serve } from "@hono/node-server";
import { createEmulator, wellKnownAccessKey } from "@x/emulator";
import { toFunctionHandler } from "@x/hub/azure-functions";
import { toFastifyPlugin } from "@x/hub/fastify";
import { toNodeHandler } from "@x/hub/node";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { type Endpoints, connectAda, createEndpoints, playSum } from "../clients/adapted-todo.ts";

/** Mounts both endpoints in a framework and listens. */
type Mount = (endpoints: Endpoints) => Promise<Server | ServerType>;

const listening = async <S extends Server | ServerType>(server: S): Promise<S> => {
  if (!server.listening) await once(server, "listening");
  return server;
};

const listen = (server: Server) => listening(server.listen(0, "127.0.0.1"));

const hono: Mount = async ({ negotiate, upstream }) => {
  const app = new Hono()
    .on(["POST", "OPTIONS"], "/negotiate", (context) => negotiate(context.req.raw))
    .all("/upstream", (context) => upstream(context.req.raw));
  return listening(serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }));
};

const express5: Mount = async ({ negotiate, upstream }) => {
  const app = express();
  app.all("/negotiate", toNodeHandler(negotiate));
  app.use("/upstream", toNodeHandler(upstream));
  app.use(express.json());
  return listen(createServer(app));
};

const fastify5: Mount = async ({ negotiate, upstream }) => {
  const app = fastify({ forceCloseConnections: true });
  await app.register(toFastifyPlugin(negotiate), { prefix: "/negotiate" });
  await app.register(toFastifyPlugin(upstream), { prefix: "/upstream" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return app.server;
};

const plainNode: Mount = async ({ negotiate, upstream }) => {
  const [atNegotiate, atUpstream] = [toNodeHandler(negotiate), toNodeHandler(upstream)];
  return listen(
    createServer((incoming, outgoing) => {
      void (incoming.url?.startsWith("/negotiate") ? atNegotiate : atUpstream)(incoming, outgoing);
    }),
  );
};

/** A server that hands on requests as a framework does that has no server here. */
const handingOn =
  (route: (endpoints: Endpoints) => Record<string, (request: Request) => Promise<Response>>): Mount =>
  async (endpoints) => {
    const routes = route(endpoints);
    const answer = (request: Request) =>
      routes[new URL(request.url).pathname]?.(request) ??
      Promise.resolve(new Response(null, { status: 404 }));
    return listening(serve({ fetch: answer, port: 0, hostname: "127.0.0.1" }));
  };

/** `next` is not started: its route handlers are exported functions that it calls with a `Request` and the route's context. */
const nextRoute = handingOn(({ negotiate, upstream }) => {
  const working: Promise<unknown>[] = [];
  const after = (task: Promise<unknown>) => void working.push(task); // as `after` of "next/server"
  const route = {
    negotiate: { POST: negotiate },
    upstream: { POST: (request: Request) => upstream(request, { waitUntil: after }) },
  };
  return {
    "/negotiate": (request) => route.negotiate.POST(request),
    "/upstream": (request) => route.upstream.POST(request),
  };
});

/** The host of Azure Functions is not started: the functions get its own `HttpRequest`, and their answers are read as its are. */
const azureFunctions = handingOn(({ negotiate, upstream }) => {
  const invoke = (handler: HttpHandler) => async (request: Request) => {
    const { method, url, headers } = request;
    const bytes = new Uint8Array(await request.arrayBuffer());
    const answer = await handler(
      new HttpRequest({ method, url, headers: Object.fromEntries(headers), body: { bytes } }),
      new InvocationContext(),
    );
    const { status, headers: sent, body } = answer as { status: number } & Record<"headers" | "body", never>;
    return new Response(status === 204 ? null : body, { status, headers: sent });
  };
  return {
    "/negotiate": invoke(toFunctionHandler(negotiate)),
    "/upstream": invoke(toFunctionHandler(upstream)),
  };
});

const mounts: readonly [string, Mount][] = [
  ["Hono", hono],
  ["Express 5", express5],
  ["Fastify 5", fastify5],
  ["plain Node.js", plainNode],
  ["a Next route", nextRoute],
  ["Azure Functions", azureFunctions],
];

interface Application extends AsyncDisposable {
  readonly url: string;
  /** What the upstream told its `onError`. */
  readonly errors: readonly unknown[];
}

/** The emulator, an application of the framework, and the webhook from one to the other. */
async function startApplication(mount: Mount): Promise<Application> {
  let url = "";
  const errors: unknown[] = [];
  const emulator = await createEmulator({
    port: 0,
    upstream: (request) => fetch(new Request(`${url}/upstream`, request)),
  }).listen();
  const server = await mount(createEndpoints(emulator.connectionString, (error) => errors.push(error)));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    errors,
    async [Symbol.asyncDispose]() {
      await emulator.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  };
}

describe.each(mounts)("A typed hub in %s", (_, mount) => {
  test("gives a real client results, errors and streams", async () => {
    await using application = await startApplication(mount);
    const ada = await connectAda(application.url);
    try {
      expect(await playSum(ada)).toEqual([3, "Not today, ada", [1, 2, 3]]);
    } finally {
      await ada.stop();
    }
  });

  test("refuses a stranger, a forged call, and a body over the limit", async () => {
    await using application = await startApplication(mount);
    const post = async (path: string, init: RequestInit) =>
      (await fetch(application.url + path, { method: "POST", ...init })).status;
    expect(await post("/negotiate", { body: '{"userId":"ada"}' })).toBe(401);
    const forged = { "x-asrs-connection-id": "c1", "x-asrs-signature": "sha256=00" };
    expect(await post("/upstream", { body: "{}", headers: forged })).toBe(401);
    const long = JSON.stringify({ type: 1, target: "add", arguments: ["x".repeat(3_000_000)] });
    expect(await post("/upstream", { body: long, headers: signedHeaders() })).toBe(413);
  });
});

/** Headers of a genuine call of the client `c1`. */
function signedHeaders(): Record<string, string> {
  const signature = createHmac("sha256", wellKnownAccessKey).update("c1").digest("hex");
  return {
    "content-type": "application/json",
    "x-asrs-hub": "sum",
    "x-asrs-connection-id": "c1",
    "x-asrs-signature": `sha256=${signature}`,
  };
}

test("Behind express.json() an upstream says what is wrong, and negotiation works", async () => {
  await using application = await startApplication(async ({ negotiate, upstream }) => {
    const app = express().use(express.json());
    app.all("/negotiate", toNodeHandler(negotiate)).all("/upstream", toNodeHandler(upstream));
    return listen(createServer(app));
  });
  const body = JSON.stringify({ type: 1, invocationId: "0", target: "add", arguments: [1, 2] });
  const init = { method: "POST", body, headers: signedHeaders() };
  expect((await fetch(`${application.url}/upstream`, init)).status).toBe(500);
  expect(application.errors).toEqual([
    new TypeError(
      "The body of the request has already been read; mount the handler before express.json() and other body parsers",
    ),
  ]);
  const headers = { ...init.headers, cookie: "name=ada" };
  expect((await fetch(`${application.url}/negotiate`, { ...init, headers })).status).toBe(200);
});

test("In Express and Fastify a page behind a proxy that they trust is of the same origin", async () => {
  const behindProxy: readonly Mount[] = [
    async ({ negotiate }) => {
      const app = express().set("trust proxy", true);
      return listen(createServer(app.use("/negotiate", toNodeHandler(negotiate))));
    },
    async ({ negotiate }) => {
      const app = fastify({ trustProxy: true, forceCloseConnections: true });
      await app.register(toFastifyPlugin(negotiate), { prefix: "/negotiate" });
      await app.listen({ port: 0, host: "127.0.0.1" });
      return app.server;
    },
  ];
  for (const mount of behindProxy) {
    await using application = await startApplication(mount);
    const headers = {
      cookie: "name=ada",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "app.example:8443",
    };
    const statusOf = async (origin: string) =>
      (await fetch(`${application.url}/negotiate`, { method: "POST", headers: { ...headers, origin } }))
        .status;
    expect([await statusOf("https://app.example:8443"), await statusOf("https://evil.example")]).toEqual([
      200, 403,
    ]);
  }
});
