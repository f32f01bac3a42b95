import { type JsonObject, objectAt } from "../../../generator/src/json.ts";
import { type EditableDocument, type EditableOperation } from "./editable-document.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Shape } from "./shape.ts";

/** Changes that break no one, each with a verdict below major. */
export const additiveShapes: readonly Shape[] = [
  {
    name: "operation added: POST with a body",
    verdict: "minor",
    rule: "operation-added",
    apply: (document) =>
      addOperation(document, "POST /api/hubs/{hub}/groups/{group}/:pin", {
        operationId: "pinGroup",
        "x-upstream-operation-id": "SignalR_PinGroup",
        "x-retry": "send",
        tags: ["groups"],
        summary: "Pin a message to a group",
        requestBody: { $ref: "#/components/requestBodies/Message" },
        responses: { "202": { $ref: "#/components/responses/Accepted" } },
      }),
  },
  {
    name: "operation added: GET with a new schema",
    verdict: "minor",
    rule: "operation-added",
    apply(document) {
      document.set(["components", "schemas", "HubStatistics"], {
        description: "Numbers of a hub.",
        type: "object",
        required: ["connections"],
        properties: {
          connections: { description: "Open connections.", type: "integer", format: "int32", examples: [3] },
          since: { description: "When the count began.", type: "string", format: "date-time" },
        },
      });
      return addOperation(document, "GET /api/hubs/{hub}/statistics", {
        operationId: "getHubStatistics",
        "x-upstream-operation-id": "SignalR_GetHubStatistics",
        "x-retry": "idempotent",
        tags: ["connections"],
        summary: "Count the connections of a hub",
        responses: { "200": jsonResponse("The numbers.", "HubStatistics", { connections: 3 }) },
      });
    },
  },
  {
    name: "operation added: a paged list",
    verdict: "minor",
    rule: "operation-added",
    apply: (document) =>
      addOperation(
        document,
        "GET /api/hubs/{hub}/connections",
        {
          operationId: "listConnections",
          "x-upstream-operation-id": "SignalR_ListConnections",
          "x-retry": "idempotent",
          "x-ms-pageable": {
            itemName: "value",
            nextLinkName: "nextLink",
            continuationParameter: "continuationToken",
            limitParameter: "top",
          },
          tags: ["connections"],
          summary: "List the connections of a hub",
          responses: {
            "200": jsonResponse("One page.", "GroupMemberPagedValues", {
              value: [{ connectionId: "conn-1" }],
            }),
          },
        },
        ["Top", "ContinuationToken"],
      ),
  },
  {
    name: "operation added: an existence check",
    verdict: "minor",
    rule: "operation-added",
    apply: (document) =>
      addOperation(document, "HEAD /api/hubs/{hub}/groups/{group}/pins/{user}", {
        operationId: "pinExists",
        "x-upstream-operation-id": "SignalR_CheckPin",
        "x-retry": "idempotent",
        "x-existence": ["Warning.Group.NotExisted"],
        tags: ["groups"],
        summary: "Check whether a user pinned a message",
        responses: {
          "200": { $ref: "#/components/responses/Exists" },
          "404": { $ref: "#/components/responses/GroupAbsent" },
        },
      }),
  },
  {
    name: "operation added: DELETE without a body",
    verdict: "minor",
    rule: "operation-added",
    apply: (document) =>
      addOperation(document, "DELETE /api/hubs/{hub}/groups/{group}/pins/{user}", {
        operationId: "removePin",
        "x-upstream-operation-id": "SignalR_RemovePin",
        "x-retry": "idempotent",
        tags: ["groups"],
        summary: "Remove a pinned message",
        responses: { "200": { $ref: "#/components/responses/Done" } },
      }),
  },
  {
    name: "optional query parameter added",
    verdict: "minor",
    rule: "optional-parameter-added",
    apply: (document, random) =>
      addParameter(document, random, {
        name: "priority",
        in: "query",
        description: "How urgent the call is.",
        schema: { type: "string", enum: ["low", "high"] },
        example: "high",
      }),
  },
  {
    name: "optional header parameter added",
    verdict: "minor",
    rule: "optional-parameter-added",
    apply: (document, random) =>
      addParameter(document, random, {
        name: "x-ms-correlation",
        in: "header",
        description: "Repeated in the service's logs.",
        schema: { type: "string" },
        example: "c-1",
      }),
  },
  {
    name: "optional property added to a response",
    verdict: "minor",
    rule: "response-optional-property-added",
    apply: (document, random) =>
      addProperty(document, random.pick(["GroupMember", "ClientTokenResponse", "ErrorDetail"])),
  },
  {
    name: "optional property added to a request",
    verdict: "minor",
    rule: "request-optional-property-added",
    apply: (document, random) =>
      addProperty(document, random.pick(["PayloadMessage", "CloseConnection", "JoinGroup"])),
  },
  {
    name: "command added to a request union",
    verdict: "minor",
    rule: "request-union-branch-added",
    apply(document) {
      document.set(["components", "schemas", "PauseConnection"], {
        description: "Holds back messages to each matching connection.",
        type: "object",
        required: ["type"],
        properties: { type: { type: "string", const: "PauseConnection" } },
        additionalProperties: false,
      });
      const { oneOf, discriminator } = document.schema("SignalRCommand");
      const $ref = "#/components/schemas/PauseConnection";
      const union = ["components", "schemas", "SignalRCommand"];
      document.set([...union, "oneOf", Array.isArray(oneOf) ? oneOf.length : 0], { $ref });
      if (discriminator !== undefined)
        document.set([...union, "discriminator", "mapping", "PauseConnection"], $ref);
      return "SignalRCommand";
    },
  },
  {
    name: "value added to an open enumeration",
    verdict: "minor",
    rule: "response-known-value-added",
    apply(document, random) {
      const [name, count] = random.pick([
        ["level", 3],
        ["scope", 5],
        ["errorKind", 4],
      ] as const);
      const values = ["components", "schemas", "ServiceResponse", "properties", name, "anyOf", 0, "enum"];
      document.set([...values, count], "Unheard");
      return `ServiceResponse.${name}`;
    },
  },
  {
    name: "error status added",
    verdict: "minor",
    rule: "error-status-added",
    apply(document, random) {
      const operation = pickOperation(document, random, ({ method }) => method !== "HEAD");
      document.set([...place(operation), "responses", "409"], {
        description: "Another call changes the same thing.",
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/ErrorDetail" },
            examples: { conflict: { summary: "A conflict", value: { code: "Error.Request.Conflict" } } },
          },
        },
      });
      return `${operation.place} 409`;
    },
  },
  {
    name: "operation deprecated",
    verdict: "minor",
    rule: "operation-deprecated",
    apply(document, random) {
      const operation = pickOperation(document, random);
      document.set([...place(operation), "deprecated"], true);
      return operation.place;
    },
  },
  {
    name: "property deprecated",
    verdict: "minor",
    rule: "schema-deprecated",
    apply(document, random) {
      const [schema, property] = random.pick([
        ["GroupMember", "userId"],
        ["ErrorDetail", "target"],
        ["ClientInvocationResponse", "protocol"],
      ] as const);
      document.set(["components", "schemas", schema, "properties", property, "deprecated"], true);
      return `${schema}.${property}`;
    },
  },
  {
    name: "limit of a request loosened",
    verdict: "minor",
    rule: "request-length-loosened",
    apply(document, random) {
      const schema = random.pick(["JoinGroup", "LeaveGroup"]);
      document.set(["components", "schemas", schema, "properties", "group", "maxLength"], 2048);
      return `${schema}.group`;
    },
  },
  {
    name: "text of an operation changed",
    verdict: "minor",
    rule: "documentation-changed",
    apply(document, random) {
      const operation = pickOperation(document, random);
      document.set([...place(operation), "description"], "Described again, and better.");
      return operation.place;
    },
  },
];

/** Where an operation stands in the document. */
export function place({ path, method }: EditableOperation): string[] {
  return ["paths", path, method.toLowerCase()];
}

/** Any operation of a hub that fits. */
export function pickOperation(
  document: EditableDocument,
  random: SeededRandom,
  fits: (operation: EditableOperation) => boolean = () => true,
): EditableOperation {
  return random.pick(
    document.operations().filter((one) => one.path.startsWith("/api/hubs/{hub}") && fits(one)),
  );
}

const sharedParameters: Readonly<Record<string, string>> = {
  hub: "Hub",
  group: "Group",
  user: "User",
  connectionId: "ConnectionId",
};

/** Adds an operation with what every operation of a hub has: its parameters, security and errors. */
function addOperation(
  document: EditableDocument,
  at: string,
  operation: JsonObject,
  query: readonly string[] = [],
): string {
  const names = [...at.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => sharedParameters[name] ?? name);
  const isHead = at.startsWith("HEAD");
  const error = (name: string) => ({ $ref: `#/components/responses/${isHead ? "Head" : ""}${name}` });
  document.setOperation(at, {
    description: "Made up for a trial of `pnpm bump`.",
    security: [{ accessKey: [] }, { entraId: ["https://signalr.azure.com/.default"] }],
    parameters: [...names, ...query, "Application", "ApiVersion"].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    ...operation,
    responses: {
      ...objectAt(operation, "responses"),
      "400": error("BadRequest"),
      "401": error("Unauthorized"),
      "403": error("Forbidden"),
      "429": error("TooManyRequests"),
      "500": error("InternalServerError"),
      "503": error("ServiceUnavailable"),
      default: error("Error"),
    },
  });
  return at;
}

function addParameter(document: EditableDocument, random: SeededRandom, parameter: JsonObject): string {
  const operation = pickOperation(document, random);
  document.addParameter(operation, parameter);
  return `${operation.place} ${String(parameter.in)} ${String(parameter.name)}`;
}

function addProperty(document: EditableDocument, schema: string): string {
  document.set(["components", "schemas", schema, "properties", "connectedAt"], {
    description: "When it began.",
    type: "string",
    format: "date-time",
  });
  return `${schema}.connectedAt`;
}

function jsonResponse(description: string, schema: string, value: JsonObject): JsonObject {
  return {
    description,
    content: {
      "application/json": {
        schema: { $ref: `#/components/schemas/${schema}` },
        examples: { usual: { summary: description, value } },
      },
    },
  };
}
