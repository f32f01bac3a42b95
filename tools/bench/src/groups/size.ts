import { measureBundle } from "../bundle-size.ts";
import { grownPackages, growthSizes } from "../generator.ts";
import { measureOwnSizes, sendArguments } from "../own-rows.ts";
import { packagesFolder } from "../packages.ts";
import { peerFolder } from "../peers.ts";
import type { Reference, Row } from "../row.ts";

const body = `{ target: "newMessage", arguments: ["hi"] }`;
const parameters = `path: { hub: "chat" }, query: { "api-version": "2024-12-01" }`;
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
        body: JSON.stringify(${body}),
      });
      if (!response.ok) throw new Error("The service answered " + response.status);
    }`,
  byHandUnsigned: `
    export async function run(endpoint: string) {
      const response = await fetch(endpoint + "/api/hubs/chat/:send?api-version=2024-12-01", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(${body}),
      });
      if (!response.ok) throw new Error("The service answered " + response.status);
    }`,
  openapiFetchSend: `
    import createClient from "openapi-fetch";
    export const run = (endpoint: string) => createClient<any>({ baseUrl: endpoint }).POST("/api/hubs/{hub}/:send", {
      params: { ${parameters} }, body: ${body},
    });`,
  heyApiSend: () => `
    import { sendToAll } from ${JSON.stringify(`${peerFolder("hey-api")}/sdk.gen.ts`)};
    export const run = (baseUrl: string) => sendToAll({ baseUrl, ${parameters}, body: ${body} });`,
  orvalSend: () => `
    import { sendToAll } from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};
    export const run = () =>
      sendToAll("chat", ${body}, { "api-version": "2024-12-01" });`,
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
      return client.POST("/api/hubs/{hub}/:send", { params: { ${parameters} }, body: ${body} });
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
      return sendToAll({ ${parameters}, body: ${body} });
    }`,
  orval: () => `export * from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};`,
  orvalAndJose: () => `
    import { SignJWT } from "jose";
    import { getSendToAllUrl, sendToAll } from ${JSON.stringify(`${peerFolder("orval")}/index.ts`)};${sign}
    export async function run(secret: string) {
      const query = { "api-version": "2024-12-01" };
      const authorization = "Bearer " + (await sign(secret, getSendToAllUrl("chat", query)));
      return sendToAll("chat", ${body}, query, { headers: { authorization } });
    }`,
  webPubSub: `
    import { WebPubSubServiceClient } from "@azure/web-pubsub";
    export const run = (text: string) => new WebPubSubServiceClient(text, "chat").sendToAll({ hi: 1 });`,
} as const;

async function reference(name: string, program: keyof typeof programs): Promise<Reference> {
  const given = programs[program];
  const text = typeof given === "string" ? given : given();
  // The Azure SDK does not bundle for browsers.
  const platform = program === "webPubSub" ? "node" : "browser";
  return { name, value: (await measureBundle(text, packagesFolder, platform)).gzip };
}

export async function measure(): Promise<Row[]> {
  const unsigned = {
    baseline: await reference("by hand", "byHandUnsigned"),
    peers: [
      await reference("openapi-fetch", "openapiFetchSend"),
      await reference("hey-api", "heyApiSend"),
      await reference("orval", "orvalSend"),
    ],
  };
  const signed = {
    baseline: await reference("by hand", "byHand"),
    peers: [
      await reference("openapi-fetch + jose", "openapiFetchAndJose"),
      await reference("hey-api + jose", "heyApiAndJose"),
      await reference("orval + jose", "orvalAndJose"),
      await reference("@azure/web-pubsub", "webPubSub"),
    ],
  };
  const client = {
    baseline: await reference("openapi-fetch", "openapiFetch"),
    peers: [await reference("hey-api", "heyApi"), await reference("orval", "orval")],
  };
  const besides = ({ what }: Row) => {
    if (what === "one send, no auth") return unsigned;
    if (what.startsWith("one send")) return signed;
    return what === "all methods, no auth" ? client : {};
  };
  const own = (await measureOwnSizes()).map((row) => ({ ...row, ...besides(row) }));
  return [...own, await measureGrowth()];
}

/** How much larger a program that sends once is with the client of a large document. */
async function measureGrowth(): Promise<Row> {
  const sizes = await Array.fromAsync(growthSizes, async (times) => {
    const program = `
      import { createSignalRServiceContext, sendToAll } from "./fetch-client/operations.ts";
      export const run = (endpoint: string) => sendToAll(createSignalRServiceContext({ endpoint }), ${sendArguments});`;
    return (await measureBundle(program, grownPackages(times))).gzip;
  });
  return {
    group: "size",
    what: `growth of one send on an API ${growthSizes.at(-1)} times as large`,
    unit: "%",
    peers: [],
    goal: { atMost: 1 },
    reached: ((sizes.at(-1) ?? Number.NaN) / (sizes[0] ?? Number.NaN) - 1) * 100,
    exact: true,
  };
}
