import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compileErrors,
  features,
  featuresFolder,
  generateInto,
  temporaryOutput,
} from "./compiled-fixtures.ts";

const { folder, dispose } = temporaryOutput();
const warnings = new Map<string, readonly string[]>();
beforeAll(async () => {
  for (const feature of features) {
    warnings.set(feature, await generateInto(join(folder, feature), join(featuresFolder, `${feature}.yaml`)));
  }
});
afterAll(dispose);

/** What is left to `raw`, by document; nothing is where a document is not listed. */
const expectedWarnings: Readonly<Record<string, readonly RegExp[]>> = {
  "event-stream": [/event-stream\.yaml:4 \/events get: no method is made: the answer is a stream of events/],
  "headers-and-cookies": [
    /:6 \/a get: header parameter X-Object is neither text nor a list: set it through the headers option/,
    /cookie parameter session is not an argument: set it through the headers option/,
    /cookie parameter debug is not an argument/,
  ],
  hostile: [
    /header parameter X-INJ is neither text nor a list/,
    /x-ms-pageable is ignored: .* is not a query parameter/,
  ],
  methods: [
    /no method is made: fetch sends no TRACE/,
    /the body is not an argument: fetch sends none with GET/,
  ],
  "parameter-content": [/header parameter X-Options is neither text nor a list/],
  "path-styles": [
    /\/csv\/\{ids\} get: no method is made: path parameter ids is not a simple value of style simple/,
    /\/label\/\{ids\} get: no method is made/,
  ],
  "vendor-media-types": [/no method is made: the body may be any of image\/\*, and a request needs one/],
};

describe("packages generated from a document of one feature", () => {
  test.each(features)(
    "%s: only what cannot be expressed is warned about, with place and reason",
    (feature) => {
      const expected = expectedWarnings[feature] ?? [];
      const lines = warnings.get(feature) ?? [];
      expect(lines).toHaveLength(expected.length);
      for (const [index, pattern] of expected.entries()) expect(lines[index]).toMatch(pattern);
    },
  );

  test("compile without a complaint, library checks and unused names included", () => {
    expect(compileErrors([folder])).toEqual([]);
  });
});

describe("a call that lacks an argument", () => {
  test("is told which one, not what another type of its body would need", async () => {
    const out = join(folder, "lacking");
    mkdirSync(out);
    writeFileSync(
      join(out, "a.yaml"),
      `openapi: 3.1.0
info: { title: A, version: "1" }
paths:
  /a/{user}:
    post:
      operationId: send
      parameters: [{ name: user, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, properties: { text: { type: string } } } }
          application/octet-stream: { schema: { type: string, format: binary } }
      responses: { "204": { description: Sent } }
`,
    );
    await generateInto(out, join(out, "a.yaml"));
    const call =
      'import type { AClient } from "./index.js";\nexport const call = (client: AClient) => client.send({ body: { text: "hi" } });\n';
    writeFileSync(join(out, "fetch-client/call.ts"), call);
    const errors = compileErrors([out]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/Property 'user' is missing in type/);
    rmSync(out, { recursive: true });
  });
});

describe("a document that tries to break out of comments, strings and keys", () => {
  const sources = () =>
    readdirSync(join(folder, "hostile"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("runtime"))
      .map((name) =>
        ts.createSourceFile(
          name,
          readFileSync(join(folder, "hostile", name), "utf8"),
          ts.ScriptTarget.Latest,
        ),
      );

  test("adds no statement and no call", () => {
    const calls: string[] = [];
    for (const source of sources()) {
      expect(source.statements.filter((one) => ts.isExpressionStatement(one) || ts.isBlock(one))).toEqual([]);
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node)) calls.push(node.expression.getText(source));
        if (ts.isTemplateExpression(node) || ts.isTaggedTemplateExpression(node)) calls.push("template");
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(new Set(calls.map((name) => name.replace(/(?<=^create).*(?=Context$)/, "")))).toEqual(
      new Set(["call", "createContext", "createMethods", "createRaw", "Object.values"]),
    );
  });

  test("ends no line where an older compiler would see one", () => {
    for (const source of sources()) {
      const inLiterals = [...source.text.matchAll(/"(?:[^"\\\n]|\\.)*"/g)].filter(([text]) =>
        /[\u2028\u2029]/.test(text),
      );
      if (source.fileName.endsWith("openapi.d.ts")) continue;
      expect(inLiterals).toEqual([]);
    }
  });
});
