import { describe, expect, test } from "vitest";
import { parseSpec } from "../src/read-spec.ts";
import { SpecError } from "../src/spec-error.ts";

const head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

function problems(text: string): string {
  try {
    parseSpec(text, "a.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    return (error as SpecError).message;
  }
  return "no problem";
}

/** A document with one path of one operation. */
function path(name: string): string {
  return `${head}paths:\n  ${JSON.stringify(name)}:\n    get: {}\n`;
}

describe("parseSpec()", () => {
  test.each<[what: string, text: string, message: RegExp]>([
    ["text that is not YAML", "a: [1", /^a\.yaml:1:\d+ is not valid YAML/],
    ["a list", "- 1", /^a\.yaml:1:1 is not an OpenAPI document/],
    ["Swagger 2.0", "swagger: '2.0'\n", /found swagger 2\.0/],
    [
      "a duplicate key",
      `${head}paths: {}\npaths: {}\n`,
      /^a\.yaml:4:1 is not valid YAML: duplicated mapping key/,
    ],
    [
      "a 3.0 document without paths",
      "openapi: 3.0.3\ninfo: { title: T, version: '1' }\ncomponents: {}\n",
      /^a\.yaml:1:1 OpenAPI 3\.0\.3 without paths: expected an object/,
    ],
    [
      "a 3.1 document without paths, webhooks and components",
      head,
      /^a\.yaml:1:1 OpenAPI 3\.1\.0 without paths: expected one of paths, webhooks, components/,
    ],
    ["paths that are a list", `${head}paths: []\n`, /^a\.yaml:3:8 paths is not an object/],
    ["a missing title", "openapi: 3.1.0\ninfo: {}\n", /^a\.yaml:2:7 info\.title is missing/],
    [
      "a $ref that leads nowhere",
      `${head}paths:\n  /a:\n    $ref: '#/components/x'\n`,
      /^a\.yaml:5:11 \$ref #\/components\/x leads nowhere/,
    ],
    [
      "a $ref that leads back to itself",
      `${head}paths: {}\ncomponents:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n    B:\n      $ref: '#/components/schemas/A'\n`,
      /^a\.yaml:7:13 \$ref #\/components\/schemas\/B leads back to itself/,
    ],
    [
      "a $ref to another file",
      `${head}paths:\n  /a:\n    $ref: other.yaml\n`,
      /^a\.yaml:5:11 \$ref other\.yaml points outside/,
    ],
    [
      "a duplicate operationId",
      `${head}paths:\n  /a:\n    get:\n      operationId: x\n  /b:\n    get:\n      operationId: x\n`,
      /^a\.yaml:9:20 operationId x is already used in line 6/,
    ],
    [
      "a document that contains itself",
      `${head}x: &x { y: *x }\n`,
      /^a\.yaml:1:1 contains itself through a YAML alias/,
    ],
    [
      "a few lines that stand for billions of values",
      `${head}x-0: &a0 [1,1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 9 }, (_, i) => `x-${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]\n`).join("")}`,
      /^a\.yaml:1:1 stands for more than 20000000 values/,
    ],
    [
      "nesting without end",
      `${head}x: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
      /^a\.yaml:3:\d+ is not valid YAML: nesting/,
    ],
    [
      "nesting through aliases",
      `${head}x-0: &a0 {}\n${Array.from({ length: 400 }, (_, i) => `x-${i + 1}: &a${i + 1} { a: *a${i} }\n`).join("")}`,
      /^a\.yaml:1:1 is nested more than 300 levels deep/,
    ],
    [
      "a version that is not text",
      "openapi: 3.1\ninfo: { title: T }\n",
      /found the number 3\.1: put it in quotes/,
    ],
    [
      "a $ref to an anchor",
      `${head}paths:\n  /a:\n    $ref: '#a'\n`,
      /^a\.yaml:5:11 \$ref #a is not a JSON Pointer/,
    ],
    [
      "a $ref that is badly encoded",
      `${head}paths:\n  /a:\n    $ref: '#/%zz'\n`,
      /^a\.yaml:5:11 \$ref #\/%zz is not percent-encoded correctly/,
    ],
    [
      "a schema that is made of itself",
      `${head}components:\n  schemas:\n    a: { oneOf: [{ type: string }, { $ref: '#/components/schemas/b' }] }\n    b: { allOf: [{ $ref: '#/components/schemas/a' }] }\n`,
      /^a\.yaml:5:8 is made of itself through \$ref, allOf, oneOf or anyOf alone/,
    ],
    ["a path without a slash", path("a"), /^a\.yaml:5:5 path "a" must start with "\/"/],
    ["a path with a query", path("/a?b=c"), /^a\.yaml:5:5 path "\/a\?b=c" must not hold \? or #/],
    ["a path that climbs", path("/a/../b"), /^a\.yaml:5:5 .* must not have a segment \. or \.\./],
    ["a path with half a template", path("/a/{b"), /^a\.yaml:5:5 .* has a brace without its partner/],
    ["a path with an empty template", path("/a/{}"), /^a\.yaml:5:5 .* has a brace without its partner/],
    ["a path with a backslash", path("/a\\b"), /^a\.yaml:5:5 .* must not hold a backslash/],
    [
      "a parameter that is declared twice",
      `${head}paths:\n  /a:\n    get:\n      parameters: [{ name: b, in: header }, { name: B, in: header }]\n`,
      /^a\.yaml:6:45 header parameter b is declared twice/,
    ],
    [
      "a parameter without a place",
      `${head}paths:\n  /a:\n    get:\n      parameters: [{ name: b, in: body }]\n`,
      /a parameter needs a name and a location \(in: path, query, header or cookie\)/,
    ],
    [
      "a client's name that is not a name",
      "openapi: 3.1.0\ninfo: { title: T, version: '1', x-client: { name: 'A; evil()' } }\n",
      /^a\.yaml:2:\d+ info\.x-client\.name must be a name such as PetStore/,
    ],
    [
      "an undeclared path parameter",
      `${head}paths:\n  /a/{b}:\n    get: {}\n`,
      /path parameter \{b\} of \/a\/\{b\} is not declared/,
    ],
    [
      "a path parameter that is not in the path",
      `${head}paths:\n  /a:\n    get:\n      parameters: [{ name: b, in: path, required: true }]\n`,
      /path parameter b is declared but \{b\} is not in \/a/,
    ],
  ])("refuses %s with file, line and column", (_, text, message) => {
    expect(problems(text)).toMatch(message);
  });

  test("takes a 3.1 document of components or webhooks alone", () => {
    expect(problems(`${head}components: {}\n`)).toBe("no problem");
    expect(problems(`${head}webhooks: {}\n`)).toBe("no problem");
  });

  test("takes a $ref inside an extension, or inside the examples of a schema, for data", () => {
    expect(problems(`${head}paths: {}\nx-a: { $ref: nowhere }\n`)).toBe("no problem");
    const schema = "{ type: object, examples: [{ $ref: nowhere }] }";
    expect(problems(`${head}components: { schemas: { A: ${schema} } }\n`)).toBe("no problem");
  });

  test("keeps an extension that a $ref leads into, and follows the references there", () => {
    const shared = "x-shared: { A: { $ref: '#/x-more/B' } }\nx-more: { B: { type: string } }\nx-unread: 1\n";
    const { document } = parseSpec(
      `${head}components: { schemas: { A: { $ref: '#/x-shared/A' } } }\n${shared}`,
      "a.yaml",
    );
    expect(Object.keys(document)).toEqual(["openapi", "info", "components", "x-shared", "x-more"]);
    expect(problems(`${head}paths: { /a: { $ref: '#/x-a' } }\nx-a: { $ref: nowhere }\n`)).toMatch(
      /a\.yaml:4:\d+ \$ref nowhere points outside/,
    );
  });

  test("follows a $ref under a name that looks like an extension", () => {
    const property = "{ x-a: { $ref: nowhere } }";
    expect(problems(`${head}components: { schemas: { A: { properties: ${property} } } }\n`)).toMatch(
      /\$ref nowhere points outside/,
    );
  });

  test("takes a $ref inside an example for data", () => {
    const text = `${head}paths:\n  /a:\n    get:\n      responses:\n        '200': { description: x, content: { application/json: { example: { $ref: nowhere } } } }\n`;
    expect(problems(text)).toBe("no problem");
  });
});

describe("parseSpec()", () => {
  test("reads merge keys and shared values", () => {
    const schemas = "{ A: &a { type: object }, B: { <<: *a, title: B } }";
    const { document } = parseSpec(`${head}components: { schemas: ${schemas} }\n`, "a.yaml");
    expect(document.components).toMatchObject({ schemas: { B: { type: "object", title: "B" } } });
  });

  test("reads JSON, also with tabs", () => {
    const text = JSON.stringify(
      { openapi: "3.0.3", info: { title: "T", version: "1" }, paths: {} },
      undefined,
      "\t",
    );
    expect(parseSpec(text, "a.json").document.openapi).toBe("3.0.3");
  });
});
