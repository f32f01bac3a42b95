import { encode } from "@msgpack/msgpack";
import type { Question } from "../question.ts";
import type { Service } from "../service.ts";

/** A message that reaches a client, or the status that refused it. */
async function delivered(service: Service, body: Uint8Array): Promise<string> {
  const arrived = Promise.withResolvers<string>();
  await service.connect({
    onMessage({ target }) {
      if (target === "probe") arrived.resolve("delivered");
      if (target === "end") arrived.resolve("accepted, not delivered");
    },
  });
  const headers = { "content-type": "application/x-msgpack" };
  const response = await service.request("POST", ":send", { body, headers });
  if (response.status >= 400) return response.outcome;
  // The messages of one sender arrive in their order, so nothing has to be waited for.
  await service.request("POST", ":send", { body: { target: "end", arguments: [] } });
  return arrived.promise;
}

/** How the service reads requests. */
export const requestQuestions: readonly Question[] = [
  {
    id: "api-version-missing",
    title: "What does a request without `api-version` get?",
    chosen: "400",
    files: ["packages/emulator/src/rest/rest-endpoint.ts"],
    ask: async (service) =>
      String((await service.request("POST", ":closeConnections", { apiVersion: null })).status),
  },
  {
    id: "api-version-unknown",
    title: "What does a request with an `api-version` that never existed get?",
    chosen: "400",
    files: ["packages/emulator/src/rest/rest-endpoint.ts"],
    ask: async (service) =>
      String((await service.request("POST", ":closeConnections", { apiVersion: "1999-01-01" })).status),
  },
  {
    id: "wrong-method",
    title: "What does a known path get with a method that it does not have?",
    chosen: "405",
    files: ["packages/emulator/src/rest/router.ts"],
    ask: async (service) => String((await service.request("GET", ":closeConnections")).status),
  },
  {
    id: "messagepack-map",
    title: "Is a MessagePack body a map with `target` and `arguments`?",
    chosen: "delivered",
    files: ["packages/emulator/src/rest/payload.ts", "spec/2024-12-01/openapi.yaml"],
    ask: (service) => delivered(service, encode({ target: "probe", arguments: [] })),
  },
  {
    id: "execute-half-way",
    title: "Does `:execute` run the commands before one that is not valid?",
    chosen: "400, none ran",
    files: ["packages/emulator/src/rest/operations/commands.ts"],
    async ask(service) {
      await service.connect();
      const body = [{ type: "JoinGroup", group: "half-way" }, { type: "JoinGroup" }];
      const { status } = await service.request("POST", ":execute", { body });
      const { status: exists } = await service.request("HEAD", "groups/half-way");
      return `${status}, ${exists === 200 ? "the first ran" : "none ran"}`;
    },
  },
  {
    id: "minutes-to-expire-maximum",
    title: "Does `:generateToken` make a token for ten years?",
    chosen: "200",
    files: ["spec/2024-12-01/openapi.yaml", "packages/emulator/src/rest/operations/tokens.ts"],
    ask: (service) => service.outcome("POST", ":generateToken", { query: { minutesToExpire: "5256000" } }),
  },
  {
    id: "request-id-header",
    title: "Which header names a request for the support of the service?",
    chosen: undefined,
    files: ["packages/fetch-client/README.md"],
    async ask(service) {
      const { headers } = await service.request("HEAD", "/api/health");
      return (
        [...headers.keys()].filter((name) => /request-?id|correlation|trace/.test(name)).join(", ") || "none"
      );
    },
  },
];
