import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type ScratchRepository, scratchRepository } from "./scratch-repository.ts";

/** A document of one operation, which lints. */
export const document = (version: string): string => `openapi: 3.1.0
info:
  title: Lamps
  version: "${version}"
  license: { name: MIT, identifier: MIT }
servers:
  - url: https://lamps.example
paths:
  /lamps/{lamp}:
    get:
      operationId: getLamp
      x-upstream-operation-id: Lamps_Get
      x-retry: idempotent
      summary: Look at a lamp
      # curation: open-answer
      security: []
      parameters:
        - $ref: "#/components/parameters/Lamp"
        - $ref: "#/components/parameters/ApiVersion"
      responses:
        "200":
          description: The lamp.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Lamp" }
              examples:
                one: { summary: A lamp, value: { name: desk } }
        "400": { description: No. }
components:
  parameters:
    Lamp:
      name: lamp
      in: path
      required: true
      description: Name of the lamp.
      schema: { type: string }
      example: desk
    ApiVersion:
      name: api-version
      in: query
      required: true
      description: The version.
      schema: { type: string }
      example: "${version}"
  schemas:
    Lamp:
      type: object
      description: A lamp.
      properties:
        name: { type: string, description: Its name. }
        watts: { type: integer, description: What it draws. }
`;

/** What the owner publishes of the same API, in Swagger 2.0. */
export const published = (version: string, changes: (swagger: Swagger) => void = () => {}): string => {
  const swagger: Swagger = {
    swagger: "2.0",
    info: { title: "Lamps", version },
    host: "lamps.example",
    schemes: ["https"],
    produces: ["application/json"],
    paths: {
      "/lamps/{lamp}": {
        get: {
          operationId: "Lamps_Get",
          parameters: [
            { name: "lamp", in: "path", required: true, type: "string" },
            { name: "api-version", in: "query", required: true, type: "string" },
          ],
          responses: { "200": { description: "OK", schema: { $ref: "#/definitions/Lamp" } } },
        },
      },
    },
    definitions: {
      Lamp: {
        type: "object",
        additionalProperties: false,
        properties: { name: { type: "string" }, watts: { type: "integer" } },
      },
    },
  };
  changes(swagger);
  return JSON.stringify(swagger);
};

export interface Swagger {
  swagger: string;
  info: object;
  host: string;
  schemes: string[];
  produces: string[];
  paths: Record<string, Record<string, { operationId: string; parameters: object[]; responses: object }>>;
  definitions: Record<string, { properties: Record<string, object> } & Record<string, unknown>>;
}

const curation = `# Curation of version 2024-12-01

### open-answer

Answers are not closed.

- Reason: new properties must not be errors.
- Source: Lamps, published document
- Standing: our choice
- Holds: \`#/components/schemas/Lamp/properties\`, \`no #/components/schemas/Lamp/additionalProperties\`
`;

const vectors = `{
  "$schema": "../../vectors.schema.json",
  "operation": "getLamp",
  "vectors": [
    {
      "name": "makes the smallest call",
      "valid": true,
      "arguments": { "lamp": "desk" },
      "exchanges": [
        {
          "request": { "method": "GET", "path": "/lamps/desk", "query": [["api-version", "2024-12-01"]] },
          "response": { "status": 200, "body": { "json": { "name": "desk" } } }
        }
      ],
      "outcome": { "value": { "name": "desk" } }
    }
  ]
}
`;

/** A repository with the parts that a bump touches, at version 2024-12-01. */
export function apiRepository(files: Readonly<Record<string, string>> = {}): ScratchRepository {
  const manifest = (name: string, extra = {}) =>
    `${JSON.stringify({ name: `@acme/${name}`, version: "1.0.0", license: "MIT", ...extra }, undefined, 2)}\n`;
  const versioned = {
    exports: { ".": "./index.js", "./2024-12-01": "./old.js", "./package.json": "./package.json" },
  };
  return scratchRepository({
    ".changeset/config.json": "{}\n",
    ".oxfmtrc.json": '{ "printWidth": 110 }\n',
    "redocly.yaml":
      'apis:\n  "2024-12-01":\n    root: spec/2024-12-01/openapi.yaml\n\nextends:\n  - recommended\n',
    "packages/types/package.json": manifest("types", versioned),
    "packages/fetch-client/package.json": manifest("fetch-client", versioned),
    "packages/auth/package.json": manifest("auth"),
    "packages/emulator/package.json": manifest("emulator"),
    "packages/emulator/generated/2024-12-01/routes.ts": "export {};\n",
    "README.md": "Speaks version 2024-12-01.\nImport `@acme/types/2024-12-01` to stay.\n",
    "spec/2024-12-01/openapi.yaml": document("2024-12-01"),
    "spec/2024-12-01/curation.md": curation,
    "spec/2024-12-01/vectors/getLamp.json": vectors,
    ...files,
  });
}

/** Every file and folder of a repository with its content: equal only where nothing at all has changed. */
export function snapshot({ root }: ScratchRepository): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name), entry }))
    .filter(({ path }) => !path.includes("/.git/") && !path.endsWith("/.git"));
  return Object.fromEntries(
    entries.map(({ path, entry }) => [
      path.slice(root.length),
      entry.isFile() ? readFileSync(path, "utf8") : "",
    ]),
  );
}
