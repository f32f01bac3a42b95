import { describe, expect, test } from "vitest";
import { observedClient } from "./observed-client.ts";

interface Result {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}
type Verb = (path: string, init?: object) => Promise<Result>;
type Raw = Record<"GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH" | "TRACE", Verb> & {
  request(method: string, path: string, init?: object): Promise<Result>;
};

const params = { path: { hub: "c" } };
const rawOf = ({ raw }: ReturnType<typeof observedClient>) => raw as unknown as Raw;

describe("raw", () => {
  test.each(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"] as const)(
    "sends %s, by its own method and by request()",
    async (method) => {
      const observed = observedClient(() => new Response(null, { status: 204 }));
      await rawOf(observed)[method]("/hubs/{hub}/members", { params });
      await rawOf(observed).request(method.toLowerCase(), "/hubs/{hub}/members", { params });
      for (const { url, init } of observed.requests) {
        expect(url).toBe("https://example.com/hubs/c/members?api-version=1");
        expect(init.method).toBe(method);
        expect(init.redirect).toBe("manual");
        expect(init.headers.get("accept")).toBe("application/json");
      }
      expect(observed.requests).toHaveLength(2);
    },
  );

  test("gives data or error as openapi-fetch does, and neither throws nor retries on an error status", async () => {
    const good = observedClient(() => Response.json({ a: 1 }));
    expect((await rawOf(good).GET("/hubs/{hub}/members", { params })).data).toEqual({ a: 1 });
    const bad = observedClient(() => Response.json({ code: "x" }, { status: 500 }));
    const { data, error, response } = await rawOf(bad).GET("/hubs/{hub}/members", { params });
    expect([data, error, response.status]).toEqual([undefined, { code: "x" }, 500]);
    expect(bad.requests).toHaveLength(1);
    const text = observedClient(() => new Response("hello", { headers: { "content-type": "text/plain" } }));
    const asText = await rawOf(text).GET("/hubs/{hub}/members", { params, parseAs: "text" });
    expect(asText.data).toBe("hello");
  });

  test("writes bodies and queries with the serializers of a call", async () => {
    const observed = observedClient(() => new Response(null, { status: 204 }));
    await rawOf(observed).POST("/hubs/{hub}/:token", {
      params: { ...params, query: { tags: ["a", "b"] } },
      body: { a: 1 },
      bodySerializer: () => "text",
      headers: { "content-type": "text/plain" },
    });
    await rawOf(observed).POST("/hubs/{hub}/:token", { params, querySerializer: () => "q=1" });
    const [first, second] = observed.requests;
    expect(first?.url).toBe("https://example.com/hubs/c/:token?api-version=1&tags=a&tags=b");
    expect(await new Response(first?.init.body ?? null).text()).toBe("text");
    expect(first?.init.headers.get("content-type")).toBe("text/plain");
    expect(second?.url).toBe("https://example.com/hubs/c/:token?q=1");
  });

  test("leaves the path to a pathSerializer of the call", async () => {
    const observed = observedClient(() => new Response(null, { status: 204 }));
    const pathSerializer = (path: string) => path.replace("{hub}", "a,b");
    await rawOf(observed).GET("/hubs/{hub}/members", {
      params: { path: { hub: ["a", "b"] } },
      pathSerializer,
    });
    expect(observed.requests[0]?.url).toContain("/hubs/a,b/members");
  });

  test("runs the middleware of a call after that of the client", async () => {
    const order: string[] = [];
    const named = (name: string) => ({ onRequest: () => void order.push(name) });
    const observed = observedClient(() => new Response(null, { status: 204 }), {
      middleware: [named("client")],
    });
    await rawOf(observed).GET("/hubs/{hub}/members", { params, middleware: [named("call")] });
    expect(order).toEqual(["client", "call"]);
  });

  test("reads no more of an error than the limit", async () => {
    const observed = observedClient(() => new Response("x".repeat(5001), { status: 500 }), {
      maxResponseBytes: 5000,
    });
    const { error } = await rawOf(observed).GET("/hubs/{hub}/members", { params });
    expect(error).toContain("longer than 5000 bytes");
  });

  test("reads no more of an answer than the limit, whole or as a stream", async () => {
    const long = () =>
      observedClient(() => new Response(JSON.stringify("x".repeat(5000))), { maxResponseBytes: 5000 });
    await expect(rawOf(long()).GET("/hubs/{hub}/members", { params })).rejects.toThrow(
      "longer than 5000 bytes",
    );
    const { data } = await rawOf(long()).GET("/hubs/{hub}/members", { params, parseAs: "stream" });
    await expect(new Response(data as ReadableStream).text()).rejects.toThrow("longer than 5000 bytes");
    const short = observedClient(() => Response.json("x".repeat(4998)), { maxResponseBytes: 5000 });
    const { data: whole, response } = await rawOf(short).GET("/hubs/{hub}/members", { params });
    expect([whole, response.status]).toEqual(["x".repeat(4998), 200]);
  });

  test("tells middleware what the document says of the operation, where it says something", async () => {
    const seen: unknown[] = [];
    const observed = observedClient(() => new Response(null, { status: 204 }), {
      middleware: [{ onRequest: ({ operation }) => void seen.push(operation?.id) }],
    });
    await rawOf(observed).GET("/hubs/{hub}/members", { params });
    await rawOf(observed).PATCH("/hubs/{hub}/members", { params });
    expect(seen).toEqual(["list", undefined]);
  });
});
