import {
  type JsonObject,
  type JsonValue,
  isObject,
  objectAt,
  pointerToPlace,
  stringAt,
  valueAt,
} from "../json.ts";
import { parametersOf } from "../path-items.ts";
import type { Spec } from "../read-spec.ts";
import type { Operation } from "./model.ts";

/** What a server needs to know of an operation, with schemas free of references. */
export interface Route {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly secured: boolean;
  readonly parameters: readonly RouteParameter[];
  readonly body?: { readonly required: boolean; readonly content: Readonly<Record<string, JsonObject>> };
  readonly responses: Readonly<
    Record<string, { readonly headers: readonly string[]; readonly mediaTypes: readonly string[] }>
  >;
}

export interface RouteParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: JsonObject;
}

/** The routes of the operations. They are not part of the model, since schemas without references can be large. */
export function buildRoutes(spec: Spec, operations: readonly Operation[]): Route[] {
  return operations.map(({ id, method, path, secured }) => {
    const item = spec.resolve(valueAt(spec.document, ["paths", path]));
    const operation = objectAt(item, method.toLowerCase());
    const requestBody = spec.resolve(operation.requestBody);
    const content = Object.entries(objectAt(requestBody, "content"));
    return {
      operationId: id,
      method,
      path,
      secured,
      parameters: parametersOf(item, operation, spec.resolve).map(({ parameter }) => ({
        name: stringAt(parameter, "name") ?? "",
        in: stringAt(parameter, "in") ?? "",
        required: parameter.required === true,
        schema: inline(spec, parameter.schema),
      })),
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
      responses: Object.fromEntries(
        Object.entries(objectAt(operation, "responses")).map(([status, raw]) => {
          const response = spec.resolve(raw);
          const headers = Object.keys(objectAt(response, "headers")).map((name) => name.toLowerCase());
          return [status, { headers, mediaTypes: Object.keys(objectAt(response, "content")) }];
        }),
      ),
    };
  });
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
