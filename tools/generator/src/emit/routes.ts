import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  objectAt,
  pointerToPlace,
  valueAt,
} from "../json.ts";
import type { Model } from "../model/model.ts";
import { sourceLiteral } from "../names.ts";
import type { Spec } from "../read-spec.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `routes.ts`: what a server needs to know of each operation, with schemas free of references. */
export function emitRoutes(model: Model, spec: Spec): GeneratedFile {
  const routes = model.operations.map((operation) => {
    const item = spec.resolve(valueAt(spec.document, ["paths", operation.path]));
    const declaration = objectAt(item, operation.method.toLowerCase());
    const parameters = [...arrayAt(item, "parameters"), ...arrayAt(declaration, "parameters")].map((raw) => {
      const { name, in: location, required, schema } = spec.resolve(raw);
      return { name, in: location, required: required === true, schema: inline(spec, schema) };
    });
    const requestBody = spec.resolve(declaration.requestBody);
    const content = Object.entries(objectAt(requestBody, "content"));
    const responses = Object.entries(objectAt(declaration, "responses")).map(([status, raw]) => {
      const response = spec.resolve(raw);
      const headers = Object.keys(objectAt(response, "headers")).map((name) => name.toLowerCase());
      return [status, { headers, mediaTypes: Object.keys(objectAt(response, "content")) }];
    });
    return {
      operationId: operation.id,
      method: operation.method,
      path: operation.path,
      secured: operation.secured,
      parameters,
      ...(content.length > 0 && {
        body: {
          required: requestBody.required === true,
          content: Object.fromEntries(
            content.map(([mediaType, media]) => [
              mediaType,
              isObject(media) ? inline(spec, media.schema) : {},
            ]),
          ),
        },
      }),
      responses: Object.fromEntries(responses),
    };
  });
  const ids = model.operations.map(({ id }) => `\n  | ${sourceLiteral(id)}`).join("");
  return {
    path: "routes.ts",
    text: `${headerLine(model)}
/** A JSON Schema without references. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface RouteParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface Route {
  readonly operationId: OperationId;
  readonly method: string;
  /** Template, e.g. \`/api/hubs/{hub}/:send\`. */
  readonly path: string;
  readonly secured: boolean;
  readonly parameters: readonly RouteParameter[];
  readonly body?: { readonly required: boolean; readonly content: Readonly<Record<string, JsonSchema>> };
  readonly responses: Readonly<
    Record<string, { readonly headers: readonly string[]; readonly mediaTypes: readonly string[] }>
  >;
}

/** Names of the operations. */
export type OperationId =${ids};

export const apiVersion = ${sourceLiteral(model.apiVersion)};

export const routes: readonly Route[] = ${objectLiteral(routes)};
`,
  };
}

/** JSON as source text: there a plain key `__proto__` sets the prototype, and older compilers end strings at U+2028. */
function objectLiteral(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .replaceAll(/^( *)"__proto__":/gm, '$1["__proto__"]:')
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** Keywords that say nothing about which values are valid. */
const annotations = new Set([
  "description",
  "title",
  "example",
  "examples",
  "deprecated",
  "externalDocs",
  "xml",
]);

/** The schema with its references replaced by what they lead to, and without annotations. */
function inline(spec: Spec, schema: JsonValue | undefined, open: readonly string[] = []): JsonObject {
  const visit = (
    value: JsonValue | undefined,
    seen: readonly string[],
    isSchema: boolean,
  ): JsonValue | undefined => {
    if (Array.isArray(value)) return value.map((item) => visit(item, seen, isSchema) ?? null);
    if (!isObject(value)) return value;
    if (isSchema && typeof value.$ref === "string") {
      // A recursive schema ends in "anything": a server that needs the depth validates with the document itself.
      if (seen.includes(value.$ref)) return {};
      return visit(valueAt(spec.document, pointerToPlace(value.$ref)), [...seen, value.$ref], true);
    }
    const kept = Object.entries(value).filter(
      ([key]) => !isSchema || !(annotations.has(key) || key === "discriminator" || key.startsWith("x-")),
    );
    return Object.fromEntries(
      kept.map(([key, member]) => [
        key,
        // Under `properties` the keys are names, not keywords.
        isSchema && key === "properties" && isObject(member)
          ? Object.fromEntries(
              Object.entries(member).map(([name, property]) => [name, visit(property, seen, true)]),
            )
          : visit(member, seen, isSchema && key !== "enum" && key !== "const" && key !== "default"),
      ]),
    );
  };
  const result = visit(schema, open, true);
  return isObject(result) ? result : {};
}
