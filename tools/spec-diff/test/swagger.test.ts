import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parseSpec } from "../../generator/src/read-spec.ts";
import { diffDocuments } from "../src/diff.ts";

const swagger = {
  swagger: "2.0",
  info: { title: "Hubs", version: "1" },
  host: "example.com",
  basePath: "/api",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  parameters: {
    hub: { name: "hub", in: "path", required: true, type: "string", pattern: "^[a-z]+$" },
    message: { name: "message", in: "body", required: true, schema: { $ref: "#/definitions/Message" } },
  },
  responses: { Bad: { description: "Bad", schema: { $ref: "#/definitions/Problem" } } },
  paths: {
    "/hubs/{hub}": {
      parameters: [{ $ref: "#/parameters/hub" }],
      post: {
        operationId: "send",
        consumes: ["application/json", "application/octet-stream"],
        parameters: [
          { $ref: "#/parameters/message" },
          {
            name: "excluded",
            in: "query",
            type: "array",
            items: { type: "string" },
            collectionFormat: "multi",
          },
          { name: "tags", in: "query", type: "array", items: { type: "string" } },
          { name: "minutes", in: "query", type: "integer", format: "int32", minimum: 1, default: 60 },
        ],
        responses: {
          "200": {
            description: "Sent",
            schema: { type: "array", items: { $ref: "#/definitions/Message" } },
            headers: { "X-Count": { type: "integer", description: "How many" } },
          },
          "400": { $ref: "#/responses/Bad" },
        },
        security: [{ key: [] }, { entra: ["send"] }],
      },
      put: {
        operationId: "upload",
        parameters: [
          { name: "file", in: "formData", type: "file", required: true },
          { name: "note", in: "formData", type: "string" },
        ],
        responses: { "204": { description: "Uploaded" } },
      },
    },
  },
  definitions: {
    Message: {
      type: "object",
      required: ["target"],
      properties: {
        target: { type: "string", "x-nullable": true },
        kind: { type: "string", enum: ["a", "b"] },
      },
    },
    Problem: { type: "object", properties: { code: { type: "string" } } },
  },
  securityDefinitions: {
    key: { type: "apiKey", in: "header", name: "X-Key" },
    entra: {
      type: "oauth2",
      flow: "application",
      tokenUrl: "https://login.example.com/token",
      scopes: { send: "Sends" },
    },
    old: { type: "basic" },
  },
};

const message = { $ref: "#/components/schemas/Message" };
const openapi = {
  openapi: "3.0.3",
  info: { title: "Hubs", version: "1" },
  servers: [{ url: "https://example.com/api" }],
  paths: {
    "/hubs/{hub}": {
      parameters: [{ $ref: "#/components/parameters/hub" }],
      post: {
        operationId: "send",
        parameters: [
          {
            name: "excluded",
            in: "query",
            schema: { type: "array", items: { type: "string" } },
            style: "form",
            explode: true,
          },
          {
            name: "tags",
            in: "query",
            schema: { type: "array", items: { type: "string" } },
            style: "form",
            explode: false,
          },
          {
            name: "minutes",
            in: "query",
            schema: { type: "integer", format: "int32", minimum: 1, default: 60 },
          },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": { schema: message },
            "application/octet-stream": { schema: { type: "string", format: "binary" } },
          },
        },
        responses: {
          "200": {
            description: "Sent",
            headers: { "X-Count": { description: "How many", schema: { type: "integer" } } },
            content: { "application/json": { schema: { type: "array", items: message } } },
          },
          "400": {
            description: "Bad",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        },
        security: [{ key: [] }, { entra: ["send"] }],
      },
      put: {
        operationId: "upload",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["file"],
                properties: { file: { type: "string", format: "binary" }, note: { type: "string" } },
              },
            },
          },
        },
        responses: { "204": { description: "Uploaded" } },
      },
    },
  },
  components: {
    schemas: {
      Message: {
        type: "object",
        required: ["target"],
        properties: {
          target: { type: "string", nullable: true },
          kind: { type: "string", enum: ["a", "b"] },
        },
      },
      Problem: { type: "object", properties: { code: { type: "string" } } },
    },
    parameters: {
      hub: { name: "hub", in: "path", required: true, schema: { type: "string", pattern: "^[a-z]+$" } },
    },
    responses: {
      Bad: {
        description: "Bad",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      entra: {
        type: "oauth2",
        flows: {
          clientCredentials: { tokenUrl: "https://login.example.com/token", scopes: { send: "Sends" } },
        },
      },
      old: { type: "http", scheme: "basic" },
    },
  },
};

function read(document: object) {
  return parseSpec(dump(document), "document.yaml", { published: true });
}

describe("a Swagger 2.0 document", () => {
  test("equals the OpenAPI document of the same meaning", () => {
    expect(diffDocuments(read(swagger), read(openapi))).toEqual({ bump: "none", changes: [] });
    expect(diffDocuments(read(openapi), read(swagger))).toEqual({ bump: "none", changes: [] });
  });

  test("can be compared with another", () => {
    const later = structuredClone(swagger);
    later.definitions.Message.properties.kind.enum.push("c");
    const { bump, changes } = diffDocuments(read(swagger), read(later));
    expect(bump).toBe("major");
    expect(changes.map(({ kind, where }) => `${kind} ${where}`)).toEqual([
      "response-enum-value-added Message.kind",
      "response-enum-value-added Message.kind",
    ]);
  });
});
