import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { draftDocument } from "../../../src/bump/draft.ts";
import type { JsonObject } from "../../../../generator/src/json.ts";
import { convertSwagger } from "../../../../generator/src/swagger.ts";
import { type Swagger, document, published } from "../../api-repository.ts";

const current = "2024-12-01";
const version = "2025-08-01";

function draft(
  change: (swagger: Swagger) => void,
  options: { readonly threeWay: boolean; readonly curated?: string },
) {
  const openapi = (text: string) => convertSwagger(JSON.parse(text) as JsonObject);
  return draftDocument({
    current,
    version,
    curated: options.curated ?? document(current),
    upstream: openapi(published(version, change)),
    base: options.threeWay ? openapi(published(current)) : undefined,
  });
}

const lamp = ({ definitions }: Swagger) => definitions["Lamp"] ?? { properties: {} };
const getLamp = ({ paths }: Swagger) =>
  paths["/lamps/{lamp}"]?.["get"] ?? { parameters: [] as object[], responses: {} };

describe.each([
  ["with the earlier publication", true],
  ["without the earlier publication", false],
])("draftDocument() %s", (_title, threeWay) => {
  test("keeps the curated document, comments included, where nothing was changed", () => {
    const { text, taken } = draft(() => {}, { threeWay });
    expect(text).toBe(document(version));
    expect(taken).toEqual([]);
  });

  test("takes over a new property, schema, parameter, status and operation", () => {
    const { text, taken } = draft(
      (swagger) => {
        Object.assign(lamp(swagger).properties, { color: { type: "string" } });
        Object.assign(swagger.definitions, { Shade: { type: "object", properties: {} } });
        getLamp(swagger).parameters.push({ name: "verbose", in: "query", type: "boolean" });
        Object.assign(getLamp(swagger).responses, { 404: { description: "None." } });
        swagger.paths["/lamps"] = {
          post: {
            operationId: "Lamps_Switch",
            parameters: [{ name: "api-version", in: "query", required: true, type: "string" }],
            responses: { 204: { description: "OK" } },
          },
        };
      },
      { threeWay },
    );
    expect(taken.toSorted()).toEqual([
      "GET /lamps/{lamp}: 404 is new",
      "GET /lamps/{lamp}: query verbose is new",
      "Lamp.color is new",
      "POST /lamps is new, as switch",
      "Shade is new",
    ]);
    const drafted = parse(text) as JsonObject;
    expect(drafted).toMatchObject({
      paths: {
        "/lamps/{lamp}": { get: { parameters: [{}, {}, { name: "verbose" }], responses: { 404: {} } } },
        "/lamps": {
          post: {
            operationId: "switch",
            "x-upstream-operation-id": "Lamps_Switch",
            "x-retry": "send",
            parameters: [{ $ref: "#/components/parameters/ApiVersion" }],
          },
        },
      },
      components: { schemas: { Shade: {}, Lamp: { properties: { color: { type: "string" } } } } },
    });
    expect(text).toContain("# curation: open-answer");
  });
});

describe("draftDocument() three ways", () => {
  test("takes over what is gone", () => {
    const { text, taken } = draft(
      (swagger) => {
        delete lamp(swagger).properties["watts"];
      },
      { threeWay: true },
    );
    expect(taken).toEqual(["Lamp.watts is gone"]);
    expect(text).not.toContain("watts");
  });

  test("takes over a changed property and keeps its description, which is ours", () => {
    const { text, taken } = draft(
      (swagger) => Object.assign(lamp(swagger).properties, { watts: { type: "number" } }),
      {
        threeWay: true,
      },
    );
    expect(taken).toEqual(["Lamp.watts changed"]);
    const { components } = parse(text) as { components: { schemas: { Lamp: { properties: object } } } };
    expect(components.schemas.Lamp.properties).toMatchObject({
      watts: { type: "number", description: "What it draws." },
    });
  });

  test("leaves a person what both sides changed", () => {
    const curated = document(current).replace("{ type: integer,", "{ type: integer, minimum: 0,");
    const { text, taken, review } = draft(
      (swagger) => Object.assign(lamp(swagger).properties, { watts: { type: "number" } }),
      { threeWay: true, curated },
    );
    expect(taken).toEqual([]);
    expect(review).toEqual([
      'Lamp.watts changed from {"type":"integer"} to {"type":"number"}, but curation says {"minimum":0,"type":"integer"}',
    ]);
    expect(text).toContain("minimum: 0");
  });

  test("does not bring back what curation has left out", () => {
    const curated = document(current).replace(/ {8}watts: .*\n/, "");
    expect(draft(() => {}, { threeWay: true, curated }).text).not.toContain("watts");
  });

  test("keeps what curation has added", () => {
    const { text } = draft(() => {}, { threeWay: true });
    expect((parse(text) as { paths: object }).paths).toMatchObject({
      "/lamps/{lamp}": { get: { responses: { 400: {} } } },
    });
  });

  test("takes out an operation that is gone, and its path when it was the last one", () => {
    const { text, taken } = draft(
      ({ paths }) => {
        delete paths["/lamps/{lamp}"];
      },
      { threeWay: true },
    );
    expect(taken).toEqual(["GET /lamps/{lamp} is gone"]);
    expect((parse(text) as { paths: object }).paths).toEqual({});
  });

  test("takes out a parameter that is gone", () => {
    const { text, taken } = draft((swagger) => getLamp(swagger).parameters.pop(), { threeWay: true });
    expect(taken).toEqual(["GET /lamps/{lamp}: query api-version is gone"]);
    expect((parse(text) as { paths: object }).paths).toMatchObject({
      "/lamps/{lamp}": { get: { parameters: [{ $ref: "#/components/parameters/Lamp" }] } },
    });
  });
});

describe("draftDocument() two ways", () => {
  test("takes nothing out, and asks whether it is gone or curation", () => {
    const { text, review } = draft(
      (swagger) => {
        delete lamp(swagger).properties["watts"];
      },
      { threeWay: false },
    );
    expect(text).toContain("watts");
    expect(review).toEqual(["Lamp.watts is not published; is it gone, or curation?"]);
  });
});
