import { WebPubSubServiceClient } from "@azure/web-pubsub";
import createClient from "openapi-fetch";
import { importCandidate } from "./candidates.ts";
import { importPeer } from "./peers.ts";

/** Sends one message to a group of the hub `chat`. May throw. */
export type GroupSender = (group: string) => Promise<unknown>;

interface ClientModule {
  createSignalRServiceClient(options: { endpoint: string }): { sendToGroup(args: object): Promise<unknown> };
}

interface HeyApi {
  readonly client: { setConfig(config: object): void };
  sendToGroup(options: object): Promise<unknown>;
}

interface Orval {
  sendToGroup(hub: string, group: string, body: object, params: object): Promise<unknown>;
}

const body = { target: "newMessage", arguments: ["hi"] };
const query = { "api-version": "2024-12-01" };

/** The same send to one group in each way, with the defaults of each. */
export async function groupSenders(endpoint: string): Promise<Record<string, GroupSender>> {
  const { createSignalRServiceClient } = (await importCandidate("@x/fetch-client")) as ClientModule;
  const client = createSignalRServiceClient({ endpoint });
  const openapiFetch = createClient<never>({ baseUrl: endpoint }) as unknown as {
    POST(path: string, init: object): Promise<unknown>;
  };
  const heyApi = (await importPeer("hey-api", ["sdk.gen", "client.gen"])) as HeyApi;
  heyApi.client.setConfig({ baseUrl: endpoint, fetch });
  const orval = (await importPeer("orval", ["index"])) as Orval;
  const connectionString = `Endpoint=${endpoint};AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;`;
  const webPubSub = new WebPubSubServiceClient(connectionString, "chat", { allowInsecureConnection: true });
  return {
    client: (group) => client.sendToGroup({ hub: "chat", group, body }),
    "raw fetch": (group) =>
      fetch(`${endpoint}/api/hubs/chat/groups/${encodeURIComponent(group)}/:send?api-version=2024-12-01`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    "openapi-fetch": (group) =>
      openapiFetch.POST("/api/hubs/{hub}/groups/{group}/:send", {
        params: { path: { hub: "chat", group }, query },
        body,
      }),
    "hey-api": (group) => heyApi.sendToGroup({ path: { hub: "chat", group }, query, body }),
    orval: (group) => withFetchAt(endpoint, () => orval.sendToGroup("chat", group, body, query)),
    "@azure/web-pubsub": (group) => webPubSub.group(group).sendToAll(body),
  };
}

/** orval's client calls the global fetch with a path. */
async function withFetchAt<Result>(endpoint: string, work: () => Promise<Result>): Promise<Result> {
  const platformFetch = globalThis.fetch;
  globalThis.fetch = ((path: string, init: RequestInit) =>
    platformFetch(`${endpoint}${path}`, init)) as typeof fetch;
  try {
    return await work();
  } finally {
    globalThis.fetch = platformFetch;
  }
}
