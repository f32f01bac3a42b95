import { describe, expect, test } from "vitest";
import { InvalidPathParameterError } from "../../src/path.ts";
import { ServiceError } from "../../src/service-error.ts";
import { observedClient } from "./observed-client.ts";

const accepted = () => new Response(null, { status: 202, headers: { "content-length": "0" } });
const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);

describe("createMethods()", () => {
  test("writes path, query, headers and body where the table says", async () => {
    const { client, requests } = observedClient(accepted);
    await client.send({ hub: "chat", group: "a/b ü", excluded: ["x", "y&z"], body: { target: "t" } });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe(
      "https://example.com/hubs/chat/groups/a%2Fb%20%C3%BC/:send?api-version=1&excluded=x&excluded=y%26z",
    );
    expect(requests[0]?.init.method).toBe("POST");
    expect(requests[0]?.init.body).toBe('{"target":"t"}');
    expect(requests[0]?.init.headers.get("content-type")).toBe("application/json");
    expect(requests[0]?.init.headers.get("accept")).toBe("application/json");
    expect(requests[0]?.init.redirect).toBe("manual");
  });

  test.each(["..", ".", ""])(
    "throws for group %j and sends nothing, through methods and through raw",
    async (group) => {
      const { client, raw: rawClient, requests } = observedClient(accepted);
      await expect(client.send({ hub: "chat", group, body: {} })).rejects.toBeInstanceOf(
        InvalidPathParameterError,
      );
      const raw = rawClient as unknown as { POST(path: string, init: object): Promise<unknown> };
      await expect(
        raw.POST("/hubs/{hub}/groups/{group}/:send", { params: { path: { hub: "chat", group } }, body: {} }),
      ).rejects.toBeInstanceOf(InvalidPathParameterError);
      expect(requests).toHaveLength(0);
    },
  );

  test("throws through raw when path parameters are left out", async () => {
    const { raw: rawClient, requests } = observedClient(accepted);
    const raw = rawClient as unknown as { POST(path: string, init?: object): Promise<unknown> };
    await expect(raw.POST("/hubs/{hub}/:send")).rejects.toThrow(
      'Path parameter "hub" must be a string, not undefined',
    );
    expect(requests).toHaveLength(0);
  });

  test("keeps raw safe with a base URL of its own", async () => {
    const { raw: rawClient, requests } = observedClient(accepted);
    const raw = rawClient as unknown as { POST(path: string, init: object): Promise<unknown> };
    const init = (hub: string) => ({ baseUrl: "https://other.example/prefix/", params: { path: { hub } } });
    await raw.POST("/hubs/{hub}/:token", init("a/b"));
    await expect(raw.POST("/hubs/{hub}/:token", init(".."))).rejects.toBeInstanceOf(
      InvalidPathParameterError,
    );
    expect(requests.map(({ url }) => url)).toEqual([
      "https://other.example/prefix/hubs/a%2Fb/:token?api-version=1",
    ]);
  });

  test.each([
    ["null", null, "null"],
    ["0", 0, "0"],
    ["an empty string", "", '""'],
    ["false", false, "false"],
  ])("sends %s as a JSON body", async (_, body, text) => {
    const { client, requests } = observedClient(accepted);
    await client.send({ hub: "chat", group: "g", body });
    expect(requests[0]?.init.body).toBe(text);
  });

  test("sends bytes with their media type", async () => {
    const { client, requests } = observedClient(accepted);
    const body = new Uint8Array([1, 2]);
    await client.send({ hub: "chat", group: "g", body, contentType: "application/octet-stream" });
    expect(requests[0]?.init.body).toBe(body);
    expect(requests[0]?.init.headers.get("content-type")).toBe("application/octet-stream");
  });

  test.each([
    [{ hub: "chat", group: "g" }, 'the argument "body" is missing'],
    [{ hub: "chat", group: "g", body: {}, contentType: "text/plain" }, "contentType must be one of"],
    [{ hub: "chat", group: "g", body: new Uint8Array() }, "bytes need a contentType"],
    [{ hub: "chat", group: "g", body: null, contentType: "application/octet-stream" }, "must be bytes"],
    [{ hub: "chat", group: "g", body: { a: 1 }, contentType: "application/octet-stream" }, "must be bytes"],
    [{ hub: "chat", group: "g", body: "text", contentType: "application/octet-stream" }, "must be bytes"],
  ])("refuses a body that cannot be sent: %j", async (args, message) => {
    const { client, requests } = observedClient(accepted);
    await expect(client.send(args)).rejects.toThrow(message);
    expect(requests).toHaveLength(0);
  });

  test("resolves to undefined where the service sends no body, and to the body where it does", async () => {
    expect(await observedClient(accepted).client.send({ hub: "c", group: "g", body: {} })).toBeUndefined();
    const { client } = observedClient(() => json({ code: "x" }, { status: 202 }));
    expect(await client.send({ hub: "c", group: "g", body: {} })).toEqual({ code: "x" });
  });

  test("does not turn a delivered send into a failure when the body is broken", async () => {
    for (const answer of [
      () => new Response("{", { status: 202, headers: { "content-type": "application/json" } }),
      () => new Response("hello", { status: 202, headers: { "content-type": "text/plain" } }),
      () =>
        new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("reset")) }), {
          status: 202,
        }),
    ]) {
      const { client, requests } = observedClient(answer);
      expect(await client.send({ hub: "c", group: "g", body: {} })).toBeUndefined();
      expect(requests).toHaveLength(1);
    }
  });

  test("throws where the data is the answer and cannot be read", async () => {
    const { client } = observedClient(
      () => new Response("{", { headers: { "content-type": "application/json" } }),
    );
    await expect(client.token({ hub: "c" })).rejects.toThrow(
      "token failed with 200 (the response cannot be read",
    );
  });

  test("answers existence from the status and the code alone", async () => {
    const args = { hub: "c", group: "g" };
    expect(await observedClient(() => new Response(null)).client.exists(args)).toBe(true);
    const absent = () =>
      new Response(null, { status: 404, headers: { "x-error-code": "Warning.Group.NotExisted" } });
    expect(await observedClient(absent).client.exists(args)).toBe(false);
    const elsewhere = observedClient(() => new Response(null, { status: 404 })).client;
    await expect(elsewhere.exists(args)).rejects.toThrow("wrong endpoint?");
    const other = () => new Response(null, { status: 404, headers: { "x-error-code": "Other" } });
    await expect(observedClient(other).client.exists(args)).rejects.toMatchObject({
      status: 404,
      code: "Other",
    });
  });

  test("takes a 404 with a declared code as done where the thing was to be removed", async () => {
    const gone = () =>
      new Response(null, { status: 404, headers: { "x-error-code": "Warning.Connection.NotExisted" } });
    expect(await observedClient(gone).client.close({ hub: "c", connectionId: "1" })).toBeUndefined();
  });

  test("throws an error with operation, status, code and detail, and no credential in it", async () => {
    const { client } = observedClient(() => json({ code: "Bad", message: "No target" }, { status: 400 }), {
      headers: { authorization: "Bearer fake-token" },
    });
    const error = (await client
      .send(
        { hub: "c", group: "g", body: {} },
        { headers: { authorization: "Bearer fake-token", "x-trace": "1" } },
      )
      .catch((thrown: unknown) => thrown)) as ServiceError;
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.message).toBe("send failed with 400 Bad: No target");
    expect(error).toMatchObject({
      status: 400,
      code: "Bad",
      operationId: "send",
      detail: { message: "No target" },
    });
    expect(error.request).toMatchObject({ method: "POST", headers: { "x-trace": "1" } });
    const { inspect } = await import("node:util");
    expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain("fake-token");
  });

  test("takes an undeclared 2xx as success and a redirect as an error", async () => {
    expect(await observedClient(() => new Response(null, { status: 207 })).client.health()).toBeUndefined();
    const moved = () => new Response(null, { status: 302, headers: { location: "https://evil.example" } });
    await expect(observedClient(moved).client.health()).rejects.toThrow("redirects are not followed");
  });

  test("binds the scope and applies defaults that a call does not give", async () => {
    const { client, requests } = observedClient(accepted, {}, { preset: { application: "shop" } });
    const chat = client.hub("chat");
    await chat.send({ group: "g", body: {} });
    await chat.send({ group: "g", body: {}, application: "other" });
    expect(requests.map(({ url }) => url)).toEqual([
      "https://example.com/hubs/chat/groups/g/:send?api-version=1&application=shop",
      "https://example.com/hubs/chat/groups/g/:send?api-version=1&application=other",
    ]);
    expect(chat).not.toHaveProperty("health");
  });

  test.each([
    "",
    "example.com",
    "//example.com",
    "ftp://example.com",
    "https://user:fake@example.com",
    "https://user@example.com",
    "https://example.com/?a=fake",
    "https://example.com/#fake",
  ])("refuses the endpoint %j without repeating it, and says what it expects", (endpoint) => {
    const create = () => observedClient(accepted, { endpoint });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(/^endpoint must be an http or https URL without credentials, query or fragment$/);
  });

  test("refuses a missing endpoint", () => {
    expect(() => observedClient(accepted, { endpoint: undefined as never })).toThrow("endpoint must be");
  });

  test("keeps the path of an endpoint as a prefix", async () => {
    const { client, requests } = observedClient(accepted, { endpoint: "https://example.com/gateway//" });
    await client.health();
    expect(requests[0]?.url).toBe("https://example.com/gateway/health?api-version=1");
  });
});
