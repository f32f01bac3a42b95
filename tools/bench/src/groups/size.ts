import { measureBundle } from "../bundle-size.ts";
import { peerFolder } from "../peers.ts";
import type { Row } from "../row.ts";

const send = `sendToAll({ hub: "chat", body: { target: "newMessage", arguments: ["hi"] } })`;

// Every program gets address and key from outside, as an application does; a literal would compress away.
const whole = (credential: string) => `
  import { ${credential}, createAuthMiddleware } from "@x/auth";
  import { createSignalRServiceClient } from "@x/fetch-client";
  export const run = (endpoint: string, secret: never) => createSignalRServiceClient({
    endpoint,
    middleware: [createAuthMiddleware(${credential}(${credential === "accessKeyCredential" ? "{ key: secret }" : "secret"}))],
  }).${send};`;

const sign = `
  const sign = (secret: string, url: string) => new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience(url.split("?")[0]).setExpirationTime("1h").sign(new TextEncoder().encode(secret));`;

const programs = {
  accessKey: whole("accessKeyCredential"),
  entra: whole("entraCredential"),
  connectionString: `
    import { fromConnectionString } from "@x/auth";
    export const run = (text: string) => fromConnectionString(text).${send};`,
  client: `export { createSignalRServiceClient } from "@x/fetch-client";`,
  types: `import type { PayloadMessage } from "@x/types"; import "@x/types"; import "@x/types/2024-12-01";`,
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
  const gzip = async (name: Exclude<keyof typeof programs, "webPubSub">) => {
    const program = programs[name];
    return (await measureBundle(typeof program === "string" ? program : program())).gzip;
  };
  const byHand = { name: "by hand", value: await gzip("byHand") };
  const openapiFetch = { name: "openapi-fetch", value: await gzip("openapiFetch") };
  const together = { name: "openapi-fetch + jose", value: await gzip("openapiFetchAndJose") };
  const heyApi = { name: "hey-api + jose", value: await gzip("heyApiAndJose") };
  const orval = { name: "orval + jose", value: await gzip("orvalAndJose") };
  const webPubSub = {
    name: "@azure/web-pubsub",
    value: (await measureBundle(programs.webPubSub, "node")).gzip,
  };
  const common = { group: "size", unit: "B gzip", exact: true } as const;
  return [
    {
      ...common,
      what: "one send with an access key",
      baseline: byHand,
      peers: [together, heyApi, orval, webPubSub],
      goal: { atMost: 9300 },
      reached: await gzip("accessKey"),
    },
    {
      ...common,
      what: "one send with a connection string",
      baseline: byHand,
      peers: [together, heyApi, orval, webPubSub],
      reached: await gzip("connectionString"),
    },
    {
      ...common,
      what: "one send with a token credential",
      baseline: byHand,
      peers: [together, heyApi, orval],
      goal: { atMost: 5500 },
      reached: await gzip("entra"),
    },
    {
      ...common,
      what: "client, all operations, no auth",
      baseline: openapiFetch,
      peers: [
        { name: "hey-api", value: await gzip("heyApi") },
        { name: "orval", value: await gzip("orval") },
      ],
      goal: { atMost: 4500 },
      reached: await gzip("client"),
    },
    {
      ...common,
      what: "types package at run time",
      unit: "B",
      peers: [],
      goal: { atMost: 0 },
      reached: (await measureBundle(programs.types)).minified,
    },
  ];
}
