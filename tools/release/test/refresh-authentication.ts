import { type JsonObject, objectAt } from "../../generator/src/json.ts";

/** The API version under which the service is to offer authentication refresh. */
export const refreshVersion = "2026-07-01";

/**
 * Adds to an owner's document what the public design of authentication refresh describes: one call that moves the end of a
 * connection's authentication and replaces its claims, and one that reads its claims. Both name the connection by its token.
 *
 * The owner has published no document of it, so paths, IDs and schemas are our reading of the design.
 *
 * @see https://github.com/Azure/azure-signalr/issues/2281
 * @see https://github.com/Azure/azure-signalr/issues/2282
 * @see https://github.com/Azure/azure-signalr/pull/2283
 */
export function addAuthenticationRefresh(swagger: JsonObject): void {
  const query = (name: string) => ({ in: "query", name, required: true, type: "string" });
  const operation = (operationId: string, more: JsonObject) => ({
    tags: ["signalr"],
    operationId,
    produces: ["application/json"],
    parameters: [
      { in: "path", name: "hub", required: true, type: "string", minLength: 1 },
      { in: "query", name: "application", type: "string" },
      query("connectionToken"),
      query("api-version"),
      ...(more["parameters"] as JsonObject[]),
    ],
    responses: {
      "200": { description: "Success", schema: { $ref: more["answer"] as string } },
      default: { description: "Error", schema: { $ref: "#/definitions/ErrorDetail" } },
    },
  });
  const paths = objectAt(swagger, "paths");
  paths["/api/hubs/{hub}/connections/:refreshAuth"] = {
    post: {
      ...operation("HubProxyV20260701_RefreshAuth", {
        answer: "#/definitions/RefreshAuthResponse",
        parameters: [
          {
            in: "body",
            name: "payload",
            required: true,
            schema: { $ref: "#/definitions/RefreshAuthRequest" },
          },
        ],
      }),
      summary: "Refresh the authentication of a connection.",
      consumes: ["application/json"],
    },
  };
  paths["/api/hubs/{hub}/connections/:claims"] = {
    post: {
      ...operation("HubProxyV20260701_GetConnectionClaims", {
        answer: "#/definitions/ConnectionClaims",
        parameters: [],
      }),
      summary: "Get the claims of a connection.",
    },
  };
  Object.assign(objectAt(swagger, "definitions"), {
    RefreshAuthRequest: {
      type: "object",
      properties: {
        expireTime: { type: "string", format: "date-time" },
        claims: { type: "array", items: { $ref: "#/definitions/ConnectionClaim" } },
      },
      additionalProperties: false,
    },
    RefreshAuthResponse: {
      type: "object",
      properties: {
        accessToken: { type: "string" },
        tokenLifetimeSeconds: { type: "integer", format: "int32" },
      },
    },
    ConnectionClaims: {
      type: "object",
      properties: { claims: { type: "array", items: { $ref: "#/definitions/ConnectionClaim" } } },
    },
    ConnectionClaim: {
      type: "object",
      required: ["type", "value"],
      properties: { type: { type: "string" }, value: { type: "string" } },
    },
  });
}
