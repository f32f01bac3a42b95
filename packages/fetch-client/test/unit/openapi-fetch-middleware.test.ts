// openapi-fetch's middleware, with the examples of https://openapi-ts.dev/openapi-fetch/middleware-auth
import { describe, expect, test } from "vitest";
import type { Middleware as LightMiddleware } from "../../src/middleware.ts";
import {
  type OpenapiFetchMiddleware as Middleware,
  fromOpenapiFetch,
} from "../../src/openapi-fetch-middleware.ts";
import { observedClient } from "./observed-client.ts";

type Observed = ReturnType<typeof observedClient>;
interface Raw {
  POST(path: string, init: object): Promise<{ data?: unknown; error?: unknown; response: Response }>;
}

const path = "/hubs/{hub}/groups/{group}/:send";
const body = { target: "t", arguments: ["ü"] };
const accepted = () => new Response(null, { status: 202 });
const rawOf = ({ raw }: Observed) => raw as unknown as Raw;

/** The same request through a method and through `raw`. */
const ways = [
  ["a method", ({ client }: Observed) => client.send({ hub: "chat", group: "g", body })],
  [
    "raw",
    (observed: Observed) =>
      rawOf(observed).POST(path, { params: { path: { hub: "chat", group: "g" } }, body }),
  ],
] as const;

/** What a request has said to `fetch`, whatever its body was made of. */
async function bodyOf(init: RequestInit | undefined): Promise<string> {
  return new Response(init?.body ?? null).text();
}

describe.each(ways)("fromOpenapiFetch() around %s", (way, run) => {
  const start = (
    middleware: readonly Middleware[],
    answer: Parameters<typeof observedClient>[0] = accepted,
  ) => observedClient(answer, { middleware: middleware.map(fromOpenapiFetch), retry: false });

  test("sets a header, with and without giving the request back", async () => {
    const silent: Middleware = {
      onRequest: ({ request }) => request.headers.set("authorization", "Bearer fake"),
    };
    const returning: Middleware = {
      async onRequest({ request }) {
        request.headers.set("foo", "bar");
        return request;
      },
    };
    const observed = start([silent, returning]);
    await run(observed);
    const [request] = observed.requests;
    expect(request?.init.headers.get("authorization")).toBe("Bearer fake");
    expect(request?.init.headers.get("foo")).toBe("bar");
    expect(request?.init.headers.get("content-type")).toBe("application/json");
    expect(await bodyOf(request?.init)).toBe(JSON.stringify(body));
  });

  test("is told the request, the schema path, the parameters, an id and the options", async () => {
    const seen: unknown[] = [];
    const observed = start([
      { onRequest: (call) => void seen.push(call), onResponse: (call) => void seen.push(call) },
    ]);
    await run(observed);
    const [asked, answered] = seen as [Parameters<NonNullable<Middleware["onRequest"]>>[0], { id: string }];
    expect(asked.request).toBeInstanceOf(Request);
    expect(asked.request.url).toBe("https://example.com/hubs/chat/groups/g/:send?api-version=1");
    expect(asked.request.method).toBe("POST");
    expect(asked.request.redirect).toBe("manual");
    expect(asked.schemaPath).toBe(path);
    expect(asked.params.path).toEqual({ hub: "chat", group: "g" });
    expect(asked.id).toMatch(/^[a-z0-9]{1,9}$/);
    expect(answered.id).toBe(asked.id);
    expect(Object.isFrozen(asked.options)).toBe(true);
    expect(asked.options.baseUrl).toBe("https://example.com");
    expect((await asked.options.fetch(new Request("https://example.com/x"))).status).toBe(202);
  });

  test("is skipped where it looks at the schema path and returns nothing", async () => {
    const protectedPaths = ["/other"];
    const observed = start([
      {
        onRequest({ schemaPath, request }) {
          if (!protectedPaths.some((prefix) => schemaPath.startsWith(prefix))) return undefined;
          request.headers.set("foo", "bar");
          return request;
        },
      },
    ]);
    await run(observed);
    expect(observed.requests[0]?.init.headers.has("foo")).toBe(false);
  });

  test("changes the request with new Request(request, …)", async () => {
    const observed = start([
      {
        onRequest: ({ request }) =>
          new Request(request, { headers: { ...Object.fromEntries(request.headers), foo: "bar" } }),
      },
      { onRequest: ({ request }) => new Request(`${request.url}&more=1`, request) },
    ]);
    await run(observed);
    const [request] = observed.requests;
    expect(request?.url).toBe("https://example.com/hubs/chat/groups/g/:send?api-version=1&more=1");
    expect(request?.init.method).toBe("POST");
    expect(request?.init.headers.get("foo")).toBe("bar");
    expect(await bodyOf(request?.init)).toBe(JSON.stringify(body));
  });

  test("may read the request, also without cloning it", async () => {
    const read: string[] = [];
    const observed = start([
      {
        async onRequest({ request }) {
          read.push(await request.clone().text());
        },
      },
      {
        async onRequest({ request }) {
          read.push(await request.text());
        },
      },
    ]);
    if (way === "raw") {
      // openapi-fetch itself sends the very request that was read.
      await expect(run(observed)).rejects.toThrow(TypeError);
      return;
    }
    await run(observed);
    expect(read).toEqual([JSON.stringify(body), JSON.stringify(body)]);
    expect(await bodyOf(observed.requests[0]?.init)).toBe(JSON.stringify(body));
  });

  test("answers in place of the service with a Response of onRequest", async () => {
    const observed = start([{ onRequest: () => Response.json({ from: "cache" }) }]);
    await run(observed);
    expect(observed.requests).toHaveLength(0);
  });

  test("runs in order on the way there and in reverse on the way back", async () => {
    const order: string[] = [];
    const named = (name: string): Middleware => ({
      async onRequest() {
        await Promise.resolve();
        order.push(`> ${name}`);
      },
      async onResponse() {
        await Promise.resolve();
        order.push(`< ${name}`);
      },
    });
    await run(start([named("a"), named("b")]));
    expect(order).toEqual(["> a", "> b", "< b", "< a"]);
  });

  test("changes the status of the response", async () => {
    const observed = start(
      [
        {
          async onResponse({ response }) {
            const { body: responseBody, ...responseOptions } = response;
            return new Response(responseBody, { ...responseOptions, status: 200 });
          },
        },
      ],
      () => new Response('{"code":"x"}', { status: 500 }),
    );
    const result = await run(observed);
    expect(way === "raw" ? (result as { data?: unknown }).data : result).toEqual({ code: "x" });
  });

  test("reads a clone of the response and leaves the body to the call", async () => {
    const read: unknown[] = [];
    const observed = start(
      [
        {
          async onResponse({ response }) {
            read.push(await response.clone().json());
          },
        },
      ],
      () => Response.json({ code: "x" }),
    );
    const result = await run(observed);
    expect(read).toEqual([{ code: "x" }]);
    expect(way === "raw" ? (result as { data?: unknown }).data : result).toEqual({ code: "x" });
  });

  test("throws where the response is not a success", async () => {
    const observed = start(
      [
        {
          onResponse({ request, response }) {
            if (!response.ok) throw new Error(`${new URL(request.url).pathname}: ${response.status}`);
          },
        },
      ],
      () => new Response(null, { status: 404 }),
    );
    await expect(run(observed)).rejects.toThrow("/hubs/chat/groups/g/:send: 404");
    expect(observed.requests).toHaveLength(1);
  });

  test("wraps an error of fetch, or answers in its place", async () => {
    const reset = () => Promise.reject(new TypeError("reset"));
    const wrapping: Middleware = {
      onError: ({ error }) => new Error("Oops, fetch failed", { cause: error }),
    };
    await expect(run(start([wrapping], reset))).rejects.toMatchObject({
      message: "Oops, fetch failed",
      cause: { message: "reset" },
    });
    const answering: Middleware = { onError: () => Response.json({ code: "x" }) };
    await run(start([wrapping, answering], reset));
  });

  test("refuses what a hook must not return", async () => {
    for (const middleware of [
      { onRequest: () => "text" },
      { onResponse: () => ({}) },
    ] as unknown as Middleware[]) {
      await expect(run(start([middleware]))).rejects.toThrow(/^on(Request|Response)/);
    }
    const onError = { onError: () => "text" } as unknown as Middleware;
    await expect(run(start([onError], () => Promise.reject(new TypeError("reset"))))).rejects.toThrow(
      /^onError/,
    );
  });

  test("shares headers with middleware that takes plain data, in any order", async () => {
    const light: LightMiddleware = {
      onRequest({ request }) {
        request.headers.set("light", request.headers.has("real") ? "second" : "first");
        return request;
      },
    };
    const real = fromOpenapiFetch({
      onRequest: ({ request }) =>
        request.headers.set("real", request.headers.has("light") ? "second" : "first"),
    });
    for (const [middleware, expected] of [
      [[light, real], { light: "first", real: "second" }],
      [[real, light], { light: "second", real: "first" }],
    ] as const) {
      const observed = observedClient(accepted, { middleware, retry: false });
      await run(observed);
      const headers = Object.fromEntries(observed.requests[0]?.init.headers ?? []);
      expect(headers).toMatchObject(expected);
      expect(await bodyOf(observed.requests[0]?.init)).toBe(JSON.stringify(body));
    }
  });
});

describe("middleware", () => {
  test("is told of the operation, and changes URL, headers and body in place", async () => {
    const { client, requests } = observedClient(accepted, {
      middleware: [
        {
          onRequest({ request, operation, schemaPath }) {
            request.url += `&id=${operation?.id}`;
            request.headers.set("x-path", schemaPath);
            request.body = "changed";
          },
        },
      ],
    });
    await client.send({ hub: "c", group: "g", body });
    expect(requests[0]?.url).toBe("https://example.com/hubs/c/groups/g/:send?api-version=1&id=send");
    expect(requests[0]?.init.headers.get("x-path")).toBe(path);
    expect(requests[0]?.init.body).toBe("changed");
  });

  test("is asked on the way back about what those behind it have left: a response or an error", async () => {
    const told: string[] = [];
    const named = (name: string, answer?: Response): LightMiddleware => ({
      onResponse: ({ response }) => void told.push(`${name}: ${response.status}`),
      onError: ({ error }) => (told.push(`${name}: ${String(error)}`), answer),
    });
    const { client } = observedClient(() => Promise.reject(new TypeError("reset")), {
      middleware: [named("outer"), named("middle", new Response(null, { status: 202 })), named("inner")],
    });
    await client.send({ hub: "c", group: "g", body });
    expect(told).toEqual(["inner: TypeError: reset", "middle: TypeError: reset", "outer: 202"]);
  });

  test("gets plain data, the same object on the way back", async () => {
    const seen: unknown[] = [];
    const light: LightMiddleware = {
      onRequest: ({ request }) => void seen.push(request),
      onResponse: ({ request }) => void seen.push(request),
    };
    const other = fromOpenapiFetch({
      onRequest: ({ request }) => new Request(`${request.url}&more=1`, request),
    });
    const { client, requests } = observedClient(accepted, { middleware: [light, other] });
    await client.send({ hub: "chat", group: "g", body });
    expect(seen[0]).not.toBeInstanceOf(Request);
    expect(seen[1]).toBe(seen[0]);
    expect(requests[0]?.init).toBe(seen[0]);
    expect(requests[0]?.url).toContain("&more=1");
  });

  test("sees each attempt of a call as a request of its own, with the same parameters", async () => {
    const seen: { request: object; params: object; id: string }[] = [];
    const { client } = observedClient((_, count) => new Response(null, { status: count === 1 ? 503 : 200 }), {
      middleware: [{ onRequest: (call) => void seen.push(call) }],
    });
    await client.health();
    expect(seen).toHaveLength(2);
    expect(seen[1]?.request).not.toBe(seen[0]?.request);
    expect(seen[1]?.params).toBe(seen[0]?.params);
  });

  test("keeps bytes as they are when a Request is made for it", async () => {
    const { client, requests } = observedClient(accepted, {
      middleware: [fromOpenapiFetch({ onRequest: ({ request }) => request.headers.set("foo", "bar") })],
    });
    const bytes = new Uint8Array([0, 255, 1]);
    await client.send({ hub: "c", group: "g", body: bytes, contentType: "application/octet-stream" });
    const sent = await new Response(requests[0]?.init.body ?? null).arrayBuffer();
    expect(new Uint8Array(sent)).toEqual(bytes);
    expect(requests[0]?.init.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("may read a stream, which is sent all the same", async () => {
    const { client, requests } = observedClient(accepted, {
      middleware: [fromOpenapiFetch({ onRequest: async ({ request }) => void (await request.text()) })],
    });
    const stream = new Blob(["a", "b"]).stream();
    await client.send({ hub: "c", group: "g", body: stream, contentType: "application/octet-stream" });
    expect(await bodyOf(requests[0]?.init)).toBe("ab");
  });

  test("takes a Response of another package's class", async () => {
    const foreign = () => ({
      ok: true,
      status: 202,
      headers: { get: () => null },
      body: null,
    });
    const { client, requests } = observedClient(foreign as never, {
      middleware: [{ onResponse: () => foreign() as never }],
    });
    expect(await client.send({ hub: "c", group: "g", body })).toBeUndefined();
    expect(requests).toHaveLength(1);
  });
});
