import {
  accessKeyCredential,
  createNegotiateHandler,
  createNegotiator,
  entraCredential,
  formatConnectionString,
  fromConnectionString,
  parseConnectionString,
  parseUpstreamRequest,
  SigningKey,
  signClientToken,
  signServiceToken,
  verifyToken,
  verifyUpstreamSignature,
} from "@x/auth";
import { assertEqual, assertFails, type RuntimeTest } from "./harness.ts";

/** The public key of the official emulator, with which the vectors are made. */
const emulatorKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const secondaryKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly1111111=";
const endpoint = "https://contoso.service.signalr.net";
const connectionString = `Endpoint=${endpoint};AccessKey=${key};Version=1.0;`;
const sendToAll = `${endpoint}/api/hubs/chat/:send`;
const now = 1_735_689_600_000;
const clock = () => now;
const body = { target: "say", arguments: ["hi"] };

// hex(HMAC-SHA256(emulatorKey, "conn-1"))
const upstreamSignature = "sha256=261F7F58FF9FB9BB8BE7E4951A807FE6091E5C074885BF63B865ECCD28728881";

async function claimsOf(token: string, audience?: string) {
  const options = { keys: [key, secondaryKey], clock, ...(audience === undefined ? {} : { audience }) };
  return (await verifyToken(token, options)).claims;
}

/** A `fetch` that answers with these statuses, then 202, and keeps what it was given. */
function recordingFetch(...statuses: number[]) {
  const calls: { readonly url: string; readonly token: string; readonly body: unknown }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    calls.push({ url, token, body: await request.json() });
    const status = statuses.shift() ?? 202;
    if (status !== 401) return new Response(null, { status });
    const reason = 'Bearer error="invalid_token", error_description="The audience is invalid"';
    return new Response(null, { status, headers: { "www-authenticate": reason } });
  };
  return { calls, fetch };
}

function upstreamRequest(message: BodyInit, signature = upstreamSignature): Request {
  return new Request("https://app.example/upstream", {
    method: "POST",
    body: message,
    headers: {
      "content-type": "application/json",
      "x-asrs-hub": "chat",
      "x-asrs-connection-id": "conn-1",
      "x-asrs-signature": signature,
      "x-asrs-user-id": "ada",
      "x-asrs-client-query": "?hub=chat&access_token=secret",
    },
  });
}

export const authSuite: readonly RuntimeTest[] = [
  {
    title: "parseConnectionString() reads the official emulator's form, with the port apart",
    run() {
      const text = `Endpoint=http://localhost;Port=8888;AccessKey=${emulatorKey};Version=1.0;`;
      const parts = parseConnectionString(text);
      assertEqual([parts.endpoint, parts.port, parts.accessKey], ["http://localhost", 8888, emulatorKey]);
    },
  },
  {
    title: "parseConnectionString() names the key that is missing and keeps the secret out of JSON",
    async run() {
      const message = await assertFails("connection-string-invalid", () =>
        parseConnectionString(`AccessKey=${key};Version=1.0;`),
      );
      assertEqual([message.includes("Endpoint"), message.includes(key)], [true, false]);
      assertEqual(JSON.stringify(parseConnectionString(connectionString)).includes("FakeKey"), false);
    },
  },
  {
    title: "formatConnectionString() writes what parseConnectionString() reads back",
    run() {
      const text = formatConnectionString({ endpoint, accessKey: key });
      assertEqual(parseConnectionString(text).accessKey, key);
    },
  },
  {
    title: "signServiceToken() makes the known token, from the UTF-8 bytes of the key",
    async run() {
      const audience = "http://localhost/api/hubs/chat/:send";
      const token = await signServiceToken({ key: emulatorKey, audience, clock });
      const [header = "", payload = "", signature] = token.split(".");
      assertEqual(atob(header), '{"alg":"HS256","typ":"JWT"}');
      assertEqual(atob(payload), `{"aud":"${audience}","iat":1735689600,"exp":1735693200}`);
      assertEqual(signature, "v5dF1wK_P3ZXfL4sWEAXv8KOja3IKAyhbzTQZdBJg0I");
    },
  },
  {
    title: "signServiceToken() leaves query and trailing slash out of the audience",
    async run() {
      const audience = `${sendToAll}/?api-version=2024-12-01#x`;
      assertEqual((await claimsOf(await signServiceToken({ key, audience, clock })))["aud"], sendToAll);
    },
  },
  {
    title: "signServiceToken() refuses the address of clients",
    async run() {
      const audience = `${endpoint}/client/?hub=chat`;
      await assertFails("audience-invalid", () => signServiceToken({ key, audience }));
    },
  },
  {
    title: "signClientToken() lower-cases the hub, says who the client is and wraps reserved claims",
    async run() {
      const subject = {
        hub: "Chat",
        application: "App",
        userId: "ada ü 🙂",
        claims: { nbf: 7, role: "admin" },
      };
      const token = await signClientToken({ ...subject, key, endpoint, clock, expiresInSeconds: 60 });
      assertEqual(await claimsOf(token, `${endpoint}/client/?hub=app_chat`), {
        aud: `${endpoint}/client/?hub=app_chat`,
        iat: 1_735_689_600,
        exp: 1_735_689_660,
        nameid: "ada ü 🙂",
        "asrs.s.uid": "ada ü 🙂",
        "asrs.u.nbf": 7,
        role: "admin",
      });
    },
  },
  {
    title: "signClientToken() refuses a token longer than 4,096 characters",
    async run() {
      const claims = { long: "x".repeat(4096) };
      await assertFails("token-too-large", () => signClientToken({ key, endpoint, hub: "chat", claims }));
    },
  },
  {
    title: "verifyToken() accepts any of the keys and no other",
    async run() {
      const token = await signServiceToken({ key: secondaryKey, audience: sendToAll, clock });
      await claimsOf(token, sendToAll);
      await assertFails("token-signature-invalid", () => verifyToken(token, { keys: key, clock }));
    },
  },
  {
    title: "verifyToken() refuses another audience, an expired token and one that was tampered with",
    async run() {
      const token = await signServiceToken({ key, audience: sendToAll, clock });
      const later = () => now + 3_600_000;
      const [header, , signature] = token.split(".");
      const forged = `${header}.${btoa('{"exp":9999999999}').replace(/=+$/, "")}.${signature}`;
      await assertFails("token-audience-invalid", () => claimsOf(token, `${endpoint}/api/hubs/other/:send`));
      await assertFails("token-expired", () => verifyToken(token, { keys: key, clock: later }));
      await assertFails("token-signature-invalid", () => verifyToken(forged, { keys: key, clock }));
      await assertFails("token-malformed", () => verifyToken("a.b", { keys: key }));
    },
  },
  {
    title: "accessKeyCredential() keeps a token by audience, renews it early and when the clock is set back",
    async run() {
      let time = now;
      const credential = accessKeyCredential({ key, clock: () => time, random: () => 0 });
      const first = await credential.getToken(sendToAll);
      time += 60_000;
      assertEqual((await credential.getToken(sendToAll)) === first, true);
      assertEqual((await credential.getToken(`${endpoint}/api/hubs/other/:send`)) === first, false);
      time = now + 3_599_000;
      assertEqual((await credential.getToken(sendToAll)) === first, false);
      time = now;
      assertEqual(await credential.getToken(sendToAll), first);
    },
  },
  {
    title: "accessKeyCredential() signs once for callers who ask at the same time",
    async run() {
      let time = now;
      // A clock that moves on at each look would give each signature another second.
      const credential = accessKeyCredential({ key, clock: () => (time += 1000), random: () => 0 });
      const tokens = await Promise.all([1, 2, 3].map(() => credential.getToken(sendToAll)));
      assertEqual(new Set(tokens).size, 1);
    },
  },
  {
    title: "fromConnectionString() sends a token for the route on the wire",
    async run() {
      const { calls, fetch } = recordingFetch();
      const client = fromConnectionString(connectionString, { fetch, clock });
      await client.sendToGroup({ hub: "chat", group: "a/b ü", excluded: ["c 1"], body });
      const [call] = calls;
      const route = `${endpoint}/api/hubs/chat/groups/a%2Fb%20%C3%BC/:send`;
      assertEqual(call?.url.split("?")[0], route);
      assertEqual(new URL(call?.url ?? "").searchParams.getAll("excluded"), ["c 1"]);
      assertEqual(call?.body, body);
      assertEqual((await claimsOf(call?.token ?? ""))["aud"], route);
    },
  },
  {
    title: "fromConnectionString() sends a refused request once more, body and all, with the other key",
    async run() {
      const { calls, fetch } = recordingFetch(401);
      const client = fromConnectionString(connectionString, { fetch, clock, secondaryKey });
      await client.sendToAll({ hub: "chat", body });
      assertEqual(
        calls.map((call) => call.body),
        [body, body],
      );
      await verifyToken(calls[0]?.token ?? "", { keys: key, clock, audience: sendToAll });
      await verifyToken(calls[1]?.token ?? "", { keys: secondaryKey, clock, audience: sendToAll });
    },
  },
  {
    title: "fromConnectionString() fails with the reason in words when a 401 stays",
    async run() {
      const { calls, fetch } = recordingFetch(401, 401);
      const client = fromConnectionString(connectionString, { fetch, clock, secondaryKey });
      const message = await assertFails("unauthorized", () => client.sendToAll({ hub: "chat", body }));
      assertEqual([message.includes("audience is invalid"), calls.length], [true, 2]);
    },
  },
  {
    title: "fromConnectionString() sends nothing for a path value that would leave its segment",
    async run() {
      const { calls, fetch } = recordingFetch();
      const client = fromConnectionString(connectionString, { fetch });
      for (const group of ["..", ".", "", "\ud800"]) {
        await assertFails("ERR_INVALID_PATH_PARAMETER", () =>
          client.sendToGroup({ hub: "chat", group, body }),
        );
      }
      assertEqual(calls.length, 0);
    },
  },
  {
    title: "createNegotiator() sends the client to its endpoint with a token for it",
    async run() {
      const gateway = `${connectionString}ClientEndpoint=https://gateway.example;`;
      const negotiate = createNegotiator(gateway, { clock });
      const { url, accessToken } = await negotiate({ hub: "Chat", userId: "ada" });
      assertEqual(url, "https://gateway.example/client/?hub=chat");
      assertEqual((await claimsOf(accessToken, `${endpoint}/client/?hub=chat`))["nameid"], "ada");
    },
  },
  {
    title: "createNegotiator() signs with a dynamic key and names it, or lets the service make the token",
    async run() {
      const entra = `Endpoint=${endpoint};AuthType=azure;`;
      const signingKey = new SigningKey(key, "key-1");
      const keys = { getSigningKey: () => Promise.resolve(signingKey) };
      const { accessToken } = await createNegotiator(entra, { keys, clock })({ hub: "chat" });
      assertEqual((await verifyToken(accessToken, { keys: key, clock })).keyId, "key-1");
      const client = { generateClientToken: () => Promise.resolve({ token: "made.by.service" }) };
      assertEqual(await createNegotiator(entra, { client })({ hub: "chat" }), {
        url: `${endpoint}/client/?hub=chat`,
        accessToken: "made.by.service",
      });
    },
  },
  {
    title: "entraCredential() gives up on a source that hangs, aborts it, and serves while it renews",
    async run() {
      let time = now;
      let aborted = false;
      const source = {
        getToken: (_scopes: string | string[], options?: { abortSignal?: AbortSignal }) =>
          new Promise<{ token: string; expiresOnTimestamp: number }>(() => {
            options?.abortSignal?.addEventListener("abort", () => (aborted = true));
          }),
      };
      const credential = entraCredential(source, { timeoutInMs: 50, clock: () => time });
      await assertFails("token-unavailable", () => credential.getToken(sendToAll));
      assertEqual(aborted, true);
      time += 1000;
      source.getToken = () => Promise.resolve({ token: "first", expiresOnTimestamp: time + 3_600_000 });
      assertEqual(await credential.getToken(sendToAll), "first");
      time += 3_400_000;
      source.getToken = () => new Promise(() => undefined);
      assertEqual(await credential.getToken(sendToAll), "first");
    },
  },
  {
    title: "createNegotiateHandler() answers with the user of authenticate(), not of the query",
    async run() {
      const authenticate = () => ({ userId: "ada" });
      const handler = createNegotiateHandler(connectionString, { hub: "chat", authenticate, clock });
      const address = "https://app.example/negotiate?negotiateVersion=1&userId=eve";
      const response = await handler(new Request(address, { method: "POST", body: "ignored" }));
      const { url, accessToken } = (await response.json()) as { url: string; accessToken: string };
      assertEqual([response.status, response.headers.get("cache-control")], [200, "no-store"]);
      assertEqual(url, `${endpoint}/client/?hub=chat`);
      assertEqual((await claimsOf(accessToken))["asrs.s.uid"], "ada");
    },
  },
  {
    title: "createNegotiateHandler() responds with 401, 405 and 413",
    async run() {
      const claims = { long: "x".repeat(4096) };
      const address = "https://app.example/negotiate";
      const stranger = createNegotiateHandler(connectionString, {
        hub: "chat",
        authenticate: () => undefined,
      });
      const talker = createNegotiateHandler(connectionString, {
        hub: "chat",
        authenticate: () => ({ claims }),
      });
      const responses = await Promise.all([
        stranger(new Request(address, { method: "POST" })),
        stranger(new Request(address)),
        talker(new Request(address, { method: "POST" })),
      ]);
      assertEqual(
        responses.map(({ status }) => status),
        [401, 405, 413],
      );
    },
  },
  {
    title: "verifyUpstreamSignature() accepts the known signature in both cases and no other",
    async run() {
      const hex = upstreamSignature.slice("sha256=".length).toLowerCase();
      const check = (connectionId: string, signature: string) =>
        verifyUpstreamSignature({ connectionId, signature, accessKeys: [key, emulatorKey] });
      assertEqual(
        await Promise.all([
          check("conn-1", upstreamSignature),
          check("conn-1", `sha256=${"0".repeat(64)},sha256=${hex}`),
          check("conn-2", upstreamSignature),
          check("conn-1", upstreamSignature.slice(0, -2)),
        ]),
        [true, true, false, false],
      );
    },
  },
  {
    title: "parseUpstreamRequest() reads an invocation, without the token of the client",
    async run() {
      const request = upstreamRequest(
        '{"type":1,"invocationId":"0","target":"echo","arguments":["ü"]}\u001e',
      );
      const { query, ...event } = await parseUpstreamRequest(request, { accessKeys: emulatorKey });
      assertEqual(event, {
        hub: "chat",
        connectionId: "conn-1",
        userId: "ada",
        claims: [],
        type: "invocation",
        target: "echo",
        arguments: ["ü"],
        invocationId: "0",
      });
      assertEqual(String(query), "hub=chat");
    },
  },
  {
    title: "parseUpstreamRequest() refuses a forged, a malformed and an overlong request",
    async run() {
      const forged = upstreamRequest('{"type":10}', `sha256=${"0".repeat(64)}`);
      const parse = (request: Request) =>
        parseUpstreamRequest(request, { accessKeys: emulatorKey, maxBodyBytes: 100 });
      await assertFails("upstream-signature-invalid", () => parse(forged));
      await assertFails("upstream-request-invalid", () => parse(upstreamRequest("[]")));
      await assertFails("upstream-request-too-large", () =>
        parse(upstreamRequest('{"type":10}'.padEnd(101))),
      );
    },
  },
];
