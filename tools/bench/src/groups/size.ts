import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { measureBundle } from "../bundle-size.ts";
import { candidatesFolder } from "../candidates.ts";
import { grownPackages, growthSizes, operationCount } from "../generator.ts";
import { measureOwnSizes, sendArguments } from "../own-sizes.ts";
import { generators, peerFolder } from "../peers.ts";
import type { Reference, Row } from "../row.ts";

const sign = `
  const sign = (secret: string, url: string) => new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience(url.split("?")[0]).setExpirationTime("1h").sign(new TextEncoder().encode(secret));`;

const programs = {
  openapiFetch: `export { default } from "openapi-fetch";`,
  // What a careful person writes instead of a client: no safety, no retry, one operation.
  byHand: `
    const encode = (value: string) => btoa(value).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=/g, "");
    export async function run(endpoint: string, secret: string) {
      const aud = endpoint + "/api/hubs/chat/:send";
      const bytes = (text: string) => new TextEncoder().encode(text);
      const key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const input = encode(JSON.stringify({ alg: "HS256", typ: "JWT" })) + "." + encode(JSON.stringify({ aud, exp }));
      const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(input)));
      const response = await fetch(aud + "?api-version=2024-12-01", {
        method: "POST",
        headers: {
          authorization: "Bearer " + input + "." + encode(String.fromCharCode(...mac)),
          "content-type": "application/json",
        },
        body: JSON.stringify({ target: "newMessage", arguments: ["hi"] }),
      });
      if (!response.ok) throw new Error("The service answered " + response.status);
    }`,
  byHandUnsigned: `
    export async function run(endpoint: string) {
      const response = await fetch(endpoint + "/api/hubs/chat/:send?api-version=2024-12-01", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ target: "newMessage", arguments: ["hi"] }),
      });
      if (!response.ok) throw new Error("The service answered " + response.status);
    }`,
  openapiFetchSend: `
    import createClient from "openapi-fetch";
    export const run = (endpoint: string) => createClient<any>({ baseUrl: endpoint }).POST("/api/hubs/{hub}/:send", {
      params: { path: { hub: "chat" }, query: { "api-version": "2024-12-01" } },
      body: { target: "newMessage", arguments: ["hi"] },
    });`,
  heyApiSend: () => `
    import { sendToAll } from ${JSON.stringify(`${peerFolder("hey-api")}/sdk.gen.ts`)};
    export const run = (baseUrl: string) => sendToAll({
      baseUrl,
      path: { hub: "chat" },
      query: { "api-version": "2024-12-01" },
      body: { target: "newMessage", arguments: ["hi"] },
    });`,
  orvalSend: () => `
    import { sendToAll } from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};
    export const run = () =>
      sendToAll("chat", { target: "newMessage", arguments: ["hi"] }, { "api-version": "2024-12-01" });`,
  openapiFetchAndJose: `
    import createClient from "openapi-fetch";
    import { SignJWT } from "jose";
    export function run(endpoint: string, secret: string) {
      const client = createClient<any>({ baseUrl: endpoint });
      client.use({
        async onRequest({ request }) {
          const token = await new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" })
            .setAudience(request.url.split("?")[0]).setExpirationTime("1h").sign(new TextEncoder().encode(secret));
          request.headers.set("authorization", "Bearer " + token);
        },
      });
      return client.POST("/api/hubs/{hub}/:send", {
        params: { path: { hub: "chat" }, query: { "api-version": "2024-12-01" } },
        body: { target: "newMessage", arguments: ["hi"] },
      });
    }`,
  heyApi: () => `export * from ${JSON.stringify(`${peerFolder("hey-api")}/index.ts`)};`,
  heyApiAndJose: () => `
    import { SignJWT } from "jose";
    import { sendToAll } from ${JSON.stringify(`${peerFolder("hey-api")}/sdk.gen.ts`)};
    import { client } from ${JSON.stringify(`${peerFolder("hey-api")}/client.gen.ts`)};${sign}
    export function run(baseUrl: string, secret: string) {
      client.setConfig({ baseUrl });
      client.interceptors.request.use(async (request) => {
        request.headers.set("authorization", "Bearer " + (await sign(secret, request.url)));
        return request;
      });
      return sendToAll({
        path: { hub: "chat" },
        query: { "api-version": "2024-12-01" },
        body: { target: "newMessage", arguments: ["hi"] },
      });
    }`,
  orval: () => `export * from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};`,
  orvalAndJose: () => `
    import { SignJWT } from "jose";
    import { getSendToAllUrl, sendToAll } from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};${sign}
    export async function run(secret: string) {
      const query = { "api-version": "2024-12-01" };
      const authorization = "Bearer " + (await sign(secret, getSendToAllUrl("chat", query)));
      return sendToAll("chat", { target: "newMessage", arguments: ["hi"] }, query, { headers: { authorization } });
    }`,
  webPubSub: `
    import { WebPubSubServiceClient } from "@azure/web-pubsub";
    export const run = (text: string) => new WebPubSubServiceClient(text, "chat").sendToAll({ hi: 1 });`,
} as const;

export async function measure(): Promise<Row[]> {
  const unsigned = {
    baseline: { name: "by hand", value: await weigh("byHandUnsigned") },
    peers: [
      { name: "openapi-fetch", value: await weigh("openapiFetchSend") },
      { name: "hey-api", value: await weigh("heyApiSend") },
      { name: "orval", value: await weigh("orvalSend") },
    ],
  };
  const signed = {
    baseline: { name: "by hand", value: await weigh("byHand") },
    peers: [
      { name: "openapi-fetch + jose", value: await weigh("openapiFetchAndJose") },
      { name: "hey-api + jose", value: await weigh("heyApiAndJose") },
      { name: "orval + jose", value: await weigh("orvalAndJose") },
      // It does not bundle for browsers.
      { name: "@azure/web-pubsub", value: await weigh("webPubSub", "node") },
    ],
  };
  const client = {
    baseline: { name: "openapi-fetch", value: await weigh("openapiFetch") },
    peers: [
      { name: "hey-api", value: await weigh("heyApi") },
      { name: "orval", value: await weigh("orval") },
    ],
  };
  const besides = ({ what }: Row) => {
    if (what === "one send, no auth") return unsigned;
    if (what.startsWith("one send")) return signed;
    return what === "all methods, no auth" ? client : {};
  };
  const own = (await measureOwnSizes(candidatesFolder)).map((row) => ({ ...row, ...besides(row) }));
  return [...own, ...(await measureGrowth(client.baseline))];
}

/** Clients of larger documents: whole, and of a program that sends once. */
async function measureGrowth(openapiFetch: Reference): Promise<Row[]> {
  const rows: Row[] = [];
  const sends: number[] = [];
  for (const times of growthSizes) {
    const { spec, folder } = grownPackages(times);
    const peer = join(folder, "hey-api");
    execFileSync(process.execPath, generators["hey-api"](spec, peer), { stdio: "ignore" });
    const gzip = async (program: string) => (await measureBundle(program, { folder })).gzip;
    const row = async (what: string, program: string, peerProgram: string): Promise<Row> => ({
      group: "size",
      what,
      at: { count: operationCount * times, of: "operations" },
      unit: "B gzip",
      baseline: openapiFetch,
      peers: [{ name: "hey-api", value: await gzip(peerProgram) }],
      reached: await gzip(program),
      exact: true,
    });
    const send = await row(
      "one send of a client made from a document",
      `import { createSignalRServiceContext, sendToAll } from "./fetch-client/operations.ts";
       export const run = (endpoint: string) => sendToAll(createSignalRServiceContext({ endpoint }), ${sendArguments});`,
      `import { sendToAll } from "./hey-api/sdk.gen.ts";
       export const run = (baseUrl: string) => sendToAll({
         baseUrl,
         path: { hub: "chat" },
         query: { "api-version": "2024-12-01" },
         body: { target: "newMessage", arguments: ["hi"] },
       });`,
    );
    sends.push(send.reached);
    rows.push(
      await row(
        "client made from a document",
        `export { createSignalRServiceClient } from "./fetch-client/index.ts";`,
        `export * from "./hey-api/index.ts";`,
      ),
      send,
    );
  }
  const [first = Number.NaN] = sends;
  rows.push({
    group: "size",
    what: `growth of one send on an API ${growthSizes.at(-1)} times as large`,
    unit: "%",
    peers: [],
    goal: { atMost: 1 },
    reached: ((sends.at(-1) ?? Number.NaN) / first - 1) * 100,
    exact: true,
  });
  return rows;
}

async function weigh(name: keyof typeof programs, platform: "browser" | "node" = "browser"): Promise<number> {
  const program = programs[name];
  const text = typeof program === "string" ? program : program();
  return (await measureBundle(text, { folder: candidatesFolder, platform })).gzip;
}
