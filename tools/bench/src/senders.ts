import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { SignJWT } from "jose";
import createClient, { type Middleware } from "openapi-fetch";
import { importPackage } from "./packages.ts";
import { importPeer } from "./peers.ts";

/** Sends one message to a group of the hub `chat`, with the defaults of a client. May throw. */
export type Sender = (group: string) => Promise<unknown>;

export type SenderName =
  | "raw fetch"
  | "openapi-fetch"
  | "openapi-fetch + jose"
  | "hey-api"
  | "orval"
  | "@azure/web-pubsub"
  | "client"
  | "client, timeouts off"
  | "client, authenticated";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface Packages {
  createSignalRServiceClient(options: object): { sendToGroup: (args: object) => Promise<unknown> };
  accessKeyCredential(options: { key: string }): object;
  createAuthMiddleware(credential: object): object;
}

interface Peers {
  readonly client: { setConfig(config: object): void };
  sendToGroup(...args: readonly unknown[]): Promise<unknown>;
}

const accessKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const body = { target: "newMessage", arguments: ["hi"] };
const query = { "api-version": "2024-12-01" };
const platformFetch = globalThis.fetch;

/** What the service answers to a send. It has no body, so that one object serves every call. */
const accepted = new Response(null, { status: 202, headers: { "content-length": "0" } });

/**
 * The same send in each way.
 *
 * @param endpoint Where requests go; without one a fetch that answers at once takes them.
 * @param onSend Called for each request, of all but the Azure SDK, which has an HTTP client of its own.
 */
export async function createSenders(
  endpoint?: string,
  onSend: () => void = () => {},
): Promise<Readonly<Record<SenderName, Sender>>> {
  const { createSignalRServiceClient, accessKeyCredential, createAuthMiddleware } = {
    ...((await importPackage("@x/fetch-client")) as object),
    ...((await importPackage("@x/auth")) as object),
  } as Packages;
  const heyApi = (await importPeer("hey-api", ["sdk.gen", "client.gen"])) as Peers;
  const orval = (await importPeer("orval", ["index"])) as Peers;
  const baseUrl = endpoint ?? "https://contoso.service.signalr.net";
  const send: Fetch = (url, init) => {
    onSend();
    return endpoint === undefined ? Promise.resolve(accepted) : platformFetch(url, init);
  };
  const ours = (options: object): Sender => {
    const client = createSignalRServiceClient({ endpoint: baseUrl, fetch: send, ...options });
    return (group) => client.sendToGroup({ hub: "chat", group, body });
  };
  const openapiFetch = (middleware?: Middleware): Sender => {
    const client = createClient<Record<string, { post: never }>>({ baseUrl, fetch: send as never });
    if (middleware !== undefined) client.use(middleware);
    const post = client.POST as (path: string, init: object) => Promise<unknown>;
    return (group) =>
      post("/api/hubs/{hub}/groups/{group}/:send", { params: { path: { hub: "chat", group }, query }, body });
  };
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(accessKey),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  heyApi.client.setConfig({ baseUrl, fetch: send });
  // orval's client calls the global fetch with a path.
  globalThis.fetch = ((url: string, init: RequestInit) =>
    url.startsWith("/") ? send(`${baseUrl}${url}`, init) : platformFetch(url, init)) as typeof fetch;
  const webPubSub = new WebPubSubServiceClient(
    `Endpoint=${baseUrl};AccessKey=${accessKey};Version=1.0;`,
    "chat",
    { allowInsecureConnection: true, ...(endpoint === undefined && { httpClient: pipelineMock }) } as object,
  );
  return {
    "raw fetch": (group) =>
      send(`${baseUrl}/api/hubs/chat/groups/${encodeURIComponent(group)}/:send?api-version=2024-12-01`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    "openapi-fetch": openapiFetch(),
    "openapi-fetch + jose": openapiFetch({
      async onRequest({ request }) {
        const token = new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" }).setExpirationTime("1h");
        const { origin, pathname } = new URL(request.url);
        request.headers.set(
          "authorization",
          `Bearer ${await token.setAudience(origin + pathname).sign(key)}`,
        );
      },
    }),
    "hey-api": (group) => heyApi.sendToGroup({ path: { hub: "chat", group }, query, body }),
    orval: (group) => orval.sendToGroup("chat", group, body, query),
    "@azure/web-pubsub": (group) => webPubSub.group(group).sendToAll(body),
    client: ours({}),
    "client, timeouts off": ours({ retry: { timeoutInMs: 0 } }),
    "client, authenticated": ours({
      middleware: [createAuthMiddleware(accessKeyCredential({ key: accessKey }))],
    }),
  };
}

/** Answers at once in place of the Azure SDK's HTTP client. */
const pipelineMock = {
  sendRequest: (request: { headers: { constructor: unknown } }) =>
    Promise.resolve({
      request,
      status: 202,
      headers: new (request.headers.constructor as new () => object)(),
    }),
};
