import { serviceToken, specVersion } from "@x/contract-kit";
import { type Emulator, createEmulator, wellKnownAccessKey } from "@x/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { run } from "../src/run.ts";

/** Where a stand-in service answers something else than the emulator behind it. */
interface PlantedDifference {
  /** `METHOD path?query` of the requests. */
  readonly request: RegExp;
  readonly status?: number;
  readonly body?: string;
}

/** A `fetch` to a service that differs: all requests reach the emulator, some come back changed. */
function standIn(planted: readonly PlantedDifference[], played: Set<PlantedDifference>): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { pathname, search } = new URL(String(input));
    const difference = planted.find(({ request }) =>
      request.test(`${init?.method ?? "GET"} ${pathname}${search}`),
    );
    if (difference === undefined || response.status === 401) return response;
    played.add(difference);
    const { status = response.status, body = await response.text() } = difference;
    const isEmpty = init?.method === "HEAD" || status === 204;
    return new Response(isEmpty ? null : body, { status, headers: response.headers });
  };
}

async function startEmulator(): Promise<Emulator> {
  const emulator = await createEmulator({ port: 0, invokeTimeoutInMs: 200 }).listen();
  onTestFinished(() => emulator.close());
  return emulator;
}

const ask = ({ url }: Emulator, send = fetch) => run({ url, accessKey: wellKnownAccessKey, fetch: send });

describe("A conformance run", () => {
  test("agrees with the emulator in every vector and every question that has an answer", async () => {
    const findings = await ask(await startEmulator());
    expect(findings.filter(({ verdict }) => verdict !== "agreed").map(({ id }) => id)).toEqual([
      "request-id-header",
    ]);
    expect(findings.length).toBeGreaterThan(200);
  }, 60_000);

  test("leaves no client and no member behind", async () => {
    const emulator = await startEmulator();
    await ask(emulator);
    const hubs = [
      ...new Set(emulator.requests.flatMap(({ path }) => /\/hubs\/([^/]+)\//.exec(path)?.[1] ?? [])),
    ];
    expect(hubs.length).toBeGreaterThan(100);
    // Clients go when their sockets have closed.
    await emulator.waitFor((snapshot) => hubs.every((hub) => snapshot.connections(hub).length === 0));
    const members = emulator.requests.filter(
      ({ operationId, status }) => operationId === "addUserToGroup" && status === 200,
    );
    expect(members.length).toBeGreaterThan(0);
    await Promise.all(
      members.map(async ({ path }) => {
        const url = `${emulator.url}${path.split("?")[0]}`;
        const headers = { authorization: `Bearer ${serviceToken(url, wellKnownAccessKey)}` };
        const { status } = await fetch(`${url}?api-version=2024-12-01`, { method: "HEAD", headers });
        expect([path, status]).toEqual([path, 404]);
      }),
    );
  }, 60_000);

  test("reports each of ten differences of a stand-in service, and nothing else", async () => {
    const planted: readonly PlantedDifference[] = [
      { request: /^HEAD \/api\/health\?/, status: 503 },
      { request: new RegExp(`^POST .*/:generateToken\\?api-version=${specVersion}$`), body: "{}" },
      { request: /^POST .*_h\d+\/:closeConnections$/, status: 204 },
      { request: /^GET .*\/:closeConnections/, status: 404 },
      { request: /^GET .*\/:noSuchOperation/, status: 400 },
      { request: /^DELETE .*_h\d+\/connections\/no-such-connection\?/, status: 404 },
      { request: /^POST .*\/streams\/no-such-stream\/:complete/, status: 404 },
      { request: /^POST .*minutesToExpire=5256000/, status: 400 },
      { request: /^HEAD .*\/groups\/CASE\?/, status: 200 },
      { request: /^HEAD .*\/groups\/ttl-short\?/, status: 200 },
    ];
    const played = new Set<PlantedDifference>();
    const findings = await ask(await startEmulator(), standIn(planted, played));
    expect([...played].toSorted((a, b) => planted.indexOf(a) - planted.indexOf(b))).toEqual(planted);
    const differing = findings.filter(({ verdict }) => verdict === "differs");
    expect(differing.map(({ id }) => id)).toEqual([
      "vector:getServiceStatus: makes the smallest call",
      "vector:getServiceStatus: makes a call with every argument",
      "vector:generateClientToken: makes the smallest call",
      "vector:generateClientToken: fails with 400 when a name is not valid",
      "vector:generateClientToken: carries the hub a.b_c`d,e[f]",
      "vector:generateClientToken: carries a hub of 128 characters",
      "api-version-missing",
      "wrong-method",
      "minutes-to-expire-maximum",
      "stream-complete-absent-connection",
      "close-absent-connection",
      "unknown-path",
      "ttl-expiry-connections",
      "group-case",
    ]);
    for (const { files } of differing) expect(files.length).toBeGreaterThan(0);
  }, 60_000);
});
