import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { AccessKeys } from "../../../src/auth/access-keys.js";
import { Authenticator } from "../../../src/auth/authenticator.js";
import { TokenVerifier } from "../../../src/auth/token-verifier.js";
import { splitTarget } from "../../../src/request-target.js";
import { Faults } from "../../../src/rest/faults.js";
import { RestEndpoint } from "../../../src/rest/rest-endpoint.js";
import { type Route, routeTables } from "../../../src/rest/route-table.js";
import { RoutesByVersion } from "../../../src/rest/routes-by-version.js";
import { HubRegistry } from "../../../src/state/hub-registry.js";

const documented = [...routeTables.values()].at(-1) ?? [];

/** A route of the document, moved to a path of its own. */
function route(operationId: Route["operationId"], path: string): Route {
  const found = documented.find((candidate) => candidate.operationId === operationId);
  if (found === undefined) throw new Error(`No operation ${operationId}`);
  return { ...found, path };
}

/** `removed` goes with the second version, `added` comes with it, `kept` is in both. */
const tables = new Map<string, readonly Route[]>([
  [
    "2024-12-01",
    [route("sendToAll", "/api/hubs/{hub}/removed"), route("userExists", "/api/hubs/{hub}/kept/{user}")],
  ],
  [
    "2025-08-01",
    [route("sendToAll", "/api/hubs/{hub}/added"), route("userExists", "/api/hubs/{hub}/kept/{user}")],
  ],
]);

describe("RoutesByVersion", () => {
  const routes = new RoutesByVersion(tables);
  const has = (method: string, path: string, version?: string): boolean => {
    const match = routes.match(method, path, version);
    return match !== undefined && "route" in match;
  };

  test("accepts the versions with a document and those before them", () => {
    expect(routes.accepted).toEqual(["2022-06-01", "2022-11-01", "2023-07-01", "2024-12-01", "2025-08-01"]);
  });

  test.each([
    ["2022-06-01", true, false],
    ["2022-11-01", true, false],
    ["2023-07-01", true, false],
    ["2024-12-01", true, false],
    ["2025-08-01", false, true],
    // Whichever version has it: the answer is about the version, not about the path.
    ["2000-01-01", true, true],
    [undefined, true, true],
  ])("serves in version %s what that version has", (version, removed, added) => {
    expect(has("POST", "/api/hubs/chat/removed", version)).toBe(removed);
    expect(has("POST", "/api/hubs/chat/added", version)).toBe(added);
    expect(has("HEAD", "/api/hubs/chat/kept/ada", version)).toBe(true);
  });

  test("lets a document of an earlier version take the place of the oldest one", () => {
    const more = new RoutesByVersion(new Map([["2023-07-01", []], ...tables]));
    expect(more.match("POST", "/api/hubs/chat/removed", "2023-07-01")).toBeUndefined();
    expect(more.accepted).toEqual(routes.accepted);
  });

  test("by default accepts each version that has a document in this repository", () => {
    const { accepted } = new RoutesByVersion();
    expect(accepted).toEqual(
      expect.arrayContaining([...routeTables.keys(), "2022-06-01", "2022-11-01", "2023-07-01"]),
    );
  });
});

describe("RestEndpoint with two versions", () => {
  async function post(path: string): Promise<{ readonly status: number; readonly message: unknown }> {
    const now = (): number => Date.now();
    const keys = new AccessKeys(["FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000="], now);
    const rest = new RestEndpoint({
      hubs: new HubRegistry(now),
      authenticator: new Authenticator(
        new TokenVerifier(keys, { now, strict: false }),
        { origin: "http://127.0.0.1", strict: false, isAllowedHost: () => true },
        { acceptUnvalidatedEntraTokens: false },
      ),
      faults: new Faults([], { seed: 1, log: () => {} }),
      log: () => {},
      service: { url: "http://127.0.0.1", keys, invokeTimeoutInMs: 1, now },
      routes: new RoutesByVersion(tables),
    });
    const server = createServer(
      (request, response) =>
        void rest.handle(request, response, splitTarget(request.url ?? "/"), { authenticated: true }),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", connection: "close" },
        body: JSON.stringify({ target: "hi" }),
      });
      expect(response.headers.get("api-supported-versions")).toBe(
        "2022-06-01, 2022-11-01, 2023-07-01, 2024-12-01, 2025-08-01",
      );
      const { message } = (await response.json()) as { readonly message?: unknown };
      return { status: response.status, message };
    } finally {
      server.close();
    }
  }

  test.each([
    ["/api/hubs/chat/removed?api-version=2024-12-01", 202, undefined],
    ["/api/hubs/chat/removed?api-version=2022-06-01", 202, undefined],
    ["/api/hubs/chat/added?api-version=2025-08-01", 202, undefined],
    [
      "/api/hubs/chat/removed?api-version=2025-08-01",
      404,
      "There is no such operation; api-version 2024-12-01 has it",
    ],
    [
      "/api/hubs/chat/added?api-version=2023-07-01",
      404,
      "There is no such operation; api-version 2025-08-01 has it",
    ],
    [
      "/api/hubs/chat/never?api-version=2025-08-01",
      404,
      "There is no such operation; check the path and the endpoint",
    ],
    ["/api/hubs/chat/removed?api-version=2000-01-01", 400, expect.stringContaining("use one of 2022-06-01")],
    ["/api/hubs/chat/removed", 400, expect.stringContaining("needs an api-version")],
  ])("answers %s with %i", async (path, status, message) => {
    expect(await post(path)).toEqual({ status, message });
  });
});
