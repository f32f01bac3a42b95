import { WebPubSubServiceClient } from "@azure/web-pubsub";
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
  | "hey-api"
  | "orval"
  | "@azure/web-pubsub"
  | "client"
  | "client, time-outs off"
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
  const heyApi = (await importPeer("hey-api", "sdk.gen")) as HeyApi;
  const { client: heyApiClient } = (await importPeer("hey-api", "client.gen")) as {
    client: { setConfig(config: object): void };
  };
  const orval = (await importPeer("orval", "index")) as Orval;
  const credential = accessKeyCredential({ key: accessKey });
  const baseUrl = endpoint ?? nowhere;
  const rawFetch: Fetch = endpoint === undefined ? fetchMock : platformFetch;
  const sent = { fetch: rawFetch };

  const send = (options: object): Subject => {
    const client = createSignalRServiceClient({ endpoint: baseUrl, ...sent, ...options });
    return async (count) => {
      for (let call = 0; call < count; call++) await client.sendToUser({ hub: "chat", user: "ada", body });
    };
  };
  const openapiFetch = createClient<never>({ baseUrl, fetch: rawFetch as never }) as unknown as {
    POST(path: string, init: object): Promise<unknown>;
  };
  const path = { hub: "chat", user: "ada" };
  const query = { "api-version": "2024-12-01" };
  heyApiClient.setConfig({ baseUrl, ...sent });
  const webPubSub = new WebPubSubServiceClient(
    `Endpoint=${baseUrl};AccessKey=${accessKey};Version=1.0;`,
    "chat",
    { allowInsecureConnection: true, ...(endpoint === undefined && { httpClient: pipelineMock }) } as object,
  );
  return {
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
    // Named in each call: the two modules are bundles of their own, so the methods do not share this object.
    "hey-api": times(() => heyApi.sendToUser({ client: heyApiClient, path, query, body })),
    // It calls the global fetch with a path.
    orval: withGlobalFetch(
      (url, init) => rawFetch(`${baseUrl}${url}`, init),
      times(() => orval.sendToUser("chat", "ada", body, query)),
    ),
    "@azure/web-pubsub": times(() => webPubSub.sendToUser("ada", body)),
    client: send({}),
    "client, time-outs off": send({ retry: { timeoutInMs: 0 } }),
    "client, authenticated": send({ middleware: [createAuthMiddleware(credential)] }),
  };
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
