import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { SignJWT } from "jose";
import createClient from "openapi-fetch";
import { importCandidate } from "./candidates.ts";
import { importPeer } from "./peers.ts";
import type { Subject } from "./rounds.ts";

/** The parts of the packages that a call needs. */
interface ClientModule {
  createSignalRServiceClient(options: object): {
    sendToUser(args: object, options?: object): Promise<unknown>;
  };
}

interface AuthModule {
  accessKeyCredential(options: { key: string }): object;
  createAuthMiddleware(credential: object): object;
}

export type CallSubject =
  | "raw fetch"
  | "openapi-fetch"
  | "openapi-fetch + jose"
  | "hey-api"
  | "orval"
  | "@azure/web-pubsub"
  | "client"
  | "client, timeouts off"
  | "client, authenticated";

const nowhere = "https://contoso.service.signalr.net";
const accessKey = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const body = { target: "newMessage", arguments: ["hi"] };

const platformFetch = globalThis.fetch;

/** What the service answers to a send. It has no body, so that one object serves every call. */
const accepted = new Response(null, { status: 202, headers: { "content-length": "0" } });
const fetchMock = () => Promise.resolve(accepted);

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface HeyApi {
  readonly client: { setConfig(config: object): void };
  sendToUser(options: object): Promise<unknown>;
}

interface Orval {
  sendToUser(hub: string, user: string, body: object, params: object, options?: object): Promise<unknown>;
}

/**
 * The same send to one user in each way.
 *
 * @param endpoint Where requests go; without one a fetch that answers at once takes them.
 */
export async function callSubjects(endpoint?: string): Promise<Record<CallSubject, Subject>> {
  const { createSignalRServiceClient } = (await importCandidate("@x/fetch-client")) as ClientModule;
  const { accessKeyCredential, createAuthMiddleware } = (await importCandidate("@x/auth")) as AuthModule;
  const heyApi = (await importPeer("hey-api", ["sdk.gen", "client.gen"])) as HeyApi;
  const orval = (await importPeer("orval", ["index"])) as Orval;
  const credential = accessKeyCredential({ key: accessKey });
  const baseUrl = endpoint ?? nowhere;
  let sent = 0;
  const rawFetch: Fetch = (url, init) => {
    sent++;
    return endpoint === undefined ? fetchMock() : platformFetch(url, init);
  };
  /** A subject that fails before it sends would be the quickest of all. */
  const checked = ([name, subject]: readonly [string, Subject]): readonly [string, Subject] => [
    name,
    async (count) => {
      // The Azure SDK has a pipeline of its own, which throws where nothing comes back.
      if (name === "@azure/web-pubsub") return subject(count);
      const before = sent;
      await subject(count);
      if (sent - before !== count) throw new Error(`${name} sent ${sent - before} of ${count} requests`);
    },
  ];

  const send = (options: object): Subject => {
    const client = createSignalRServiceClient({ endpoint: baseUrl, fetch: rawFetch, ...options });
    return async (count) => {
      for (let call = 0; call < count; call++) await client.sendToUser({ hub: "chat", user: "ada", body });
    };
  };
  const openapiFetch = createClient<never>({ baseUrl, fetch: rawFetch as never }) as unknown as {
    POST(path: string, init: object): Promise<unknown>;
  };
  const path = { hub: "chat", user: "ada" };
  const query = { "api-version": "2024-12-01" };
  heyApi.client.setConfig({ baseUrl, fetch: rawFetch });
  const webPubSub = new WebPubSubServiceClient(
    `Endpoint=${baseUrl};AccessKey=${accessKey};Version=1.0;`,
    "chat",
    { allowInsecureConnection: true, ...(endpoint === undefined && { httpClient: pipelineMock }) } as object,
  );
  const signing = createClient<never>({ baseUrl, fetch: rawFetch as never });
  const key = await importKey();
  signing.use({
    async onRequest({ request }) {
      const token = new SignJWT().setProtectedHeader({ alg: "HS256", typ: "JWT" }).setExpirationTime("1h");
      const { origin, pathname } = new URL(request.url);
      request.headers.set("authorization", `Bearer ${await token.setAudience(origin + pathname).sign(key)}`);
    },
  });
  const subjects: Record<CallSubject, Subject> = {
    "raw fetch": times(() =>
      rawFetch(`${baseUrl}/api/hubs/chat/users/ada/:send?api-version=2024-12-01`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    ),
    "openapi-fetch": times(() =>
      openapiFetch.POST("/api/hubs/{hub}/users/{user}/:send", { params: { path, query }, body }),
    ),
    "openapi-fetch + jose": times(() =>
      (signing as unknown as typeof openapiFetch).POST("/api/hubs/{hub}/users/{user}/:send", {
        params: { path, query },
        body,
      }),
    ),
    "hey-api": times(() => heyApi.sendToUser({ path, query, body })),
    // It calls the global fetch with a path.
    orval: withGlobalFetch(
      (url, init) => rawFetch(`${baseUrl}${url}`, init),
      times(() => orval.sendToUser("chat", "ada", body, query)),
    ),
    "@azure/web-pubsub": times(() => webPubSub.sendToUser("ada", body)),
    client: send({}),
    "client, timeouts off": send({ retry: { timeoutInMs: 0 } }),
    "client, authenticated": send({ middleware: [createAuthMiddleware(credential)] }),
  };
  return Object.fromEntries(Object.entries(subjects).map(checked)) as typeof subjects;
}

function importKey(): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(accessKey);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function times(work: () => Promise<unknown>): Subject {
  return async (count) => {
    for (let call = 0; call < count; call++) await work();
  };
}

function withGlobalFetch(replacement: Fetch, subject: Subject): Subject {
  return async (count) => {
    globalThis.fetch = replacement as typeof fetch;
    try {
      await subject(count);
    } finally {
      globalThis.fetch = platformFetch;
    }
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
