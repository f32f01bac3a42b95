import createClient from "openapi-fetch";
import { importCandidate } from "./candidates.ts";
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
  | "client"
  | "client, time-outs off"
  | "client, authenticated";

const endpoint = "https://contoso.service.signalr.net";
const body = { target: "newMessage", arguments: ["hi"] };

/** What the service answers to a send. It has no body, so that one object serves every call. */
const accepted = new Response(null, { status: 202, headers: { "content-length": "0" } });
const fetchMock = () => Promise.resolve(accepted);

/** The same send to one user in each way, against a fetch that answers at once. */
export async function callSubjects(): Promise<Record<CallSubject, Subject>> {
  const { createSignalRServiceClient } = (await importCandidate("@x/fetch-client")) as ClientModule;
  const { accessKeyCredential, createAuthMiddleware } = (await importCandidate("@x/auth")) as AuthModule;
  const credential = accessKeyCredential({ key: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=" });

  const send = (options: object): Subject => {
    const client = createSignalRServiceClient({ endpoint, fetch: fetchMock, ...options });
    return async (count) => {
      for (let call = 0; call < count; call++) await client.sendToUser({ hub: "chat", user: "ada", body });
    };
  };
  const rawFetch = fetchMock as (url: string, init: RequestInit) => Promise<Response>;
  const peer = createClient<never>({ baseUrl: endpoint, fetch: fetchMock }) as unknown as {
    POST(path: string, init: object): Promise<unknown>;
  };
  return {
    "raw fetch": async (count) => {
      for (let call = 0; call < count; call++) {
        await rawFetch(`${endpoint}/api/hubs/chat/users/ada/:send?api-version=2024-12-01`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        });
      }
    },
    "openapi-fetch": async (count) => {
      for (let call = 0; call < count; call++) {
        await peer.POST("/api/hubs/{hub}/users/{user}/:send", {
          params: { path: { hub: "chat", user: "ada" }, query: { "api-version": "2024-12-01" } },
          body,
        });
      }
    },
    client: send({}),
    "client, time-outs off": send({ retry: { timeoutInMs: 0 } }),
    "client, authenticated": send({ middleware: [createAuthMiddleware(credential)] }),
  };
}
