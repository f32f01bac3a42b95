import { describe, expect, test } from "vitest";
import { parseSpec } from "../src/read-spec.ts";
import { convertSwagger } from "../src/swagger.ts";
import { findDuplicateKeys } from "../src/yaml-positions.ts";

test("convertSwagger() leaves other documents as they are", () => {
  const document = { openapi: "3.1.0", info: { title: "Hubs", version: "1" }, paths: {} };
  expect(convertSwagger(document)).toBe(document);
});

describe("a document as its owner publishes it", () => {
  const text = `{
  "swagger": "2.0",
  "info": { "title": "Hubs", "version": "1" },
  "paths": {
    "x-note": "text",
    "/hubs": {
      "get": {
        "parameters": [
          {
            "in": "query", "name": "ids", "type": "array", "items": { "type": "string" },
            "collectionFormat": "csv",
            "collectionFormat": "multi"
          },
          { "in": "header", "name": "x-trace", "type": "string" }
        ],
        "responses": {
          "x-note": "text",
          "200": { "description": "OK", "schema": { "$ref": "#/definitions/x-hub" } },
          "default": {
            "description": "No", "x-ms-error-response": true,
            "headers": { "x-ms-error-code": { "x-ms-client-name": "ErrorCode", "type": "string" } }
          }
        },
        "x-ms-examples": { "Hubs_Get": { "$ref": "./examples/Hubs_Get.json" } }
      }
    }
  },
  "definitions": { "x-hub": { "type": "object", "properties": { "x-name": { "$ref": "#/definitions/Name" } } }, "Name": { "type": "string" } }
}`;

  test("is read with a warning for each key that stands twice, of which the last one counts", () => {
    const warnings: string[] = [];
    const { document } = parseSpec(text, "hubs.json", {
      published: true,
      warn: (line) => warnings.push(line),
    });
    expect(warnings).toEqual([
      "hubs.json:12:13 the key collectionFormat stands in this object already: the last one counts",
    ]);
    expect(document).toMatchObject({
      paths: { "/hubs": { get: { parameters: [{ style: "form", explode: true }, { name: "x-trace" }] } } },
    });
  });

  test("keeps names that look like extensions, and follows their references", () => {
    const { document } = parseSpec(text, "hubs.json", { published: true });
    expect(document).toMatchObject({
      paths: {
        "/hubs": {
          get: {
            responses: {
              "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/x-hub" } } } },
              default: { headers: { "x-ms-error-code": { schema: { type: "string" } } } },
            },
          },
        },
      },
      components: {
        schemas: { "x-hub": { properties: { "x-name": { $ref: "#/components/schemas/Name" } } } },
      },
    });
  });

  test("is refused where it is to be generated from, as a mistake of our own would be", () => {
    expect(() => parseSpec(text, "hubs.json")).toThrow("duplicated mapping key");
  });
});

describe("findDuplicateKeys()", () => {
  test("tells keys from values, and one object from another", () => {
    const text = "a: a\nb: { a: 1, b: [a, a] }\nc: [{ a: 1 }, { a: 1, a: 2 }]\n? [a, a]\n: a\nb: 1\n";
    expect(findDuplicateKeys(text)).toEqual([
      { key: "a", line: 3, column: 23 },
      { key: "b", line: 6, column: 1 },
    ]);
  });
});
