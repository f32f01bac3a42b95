import { type JsonObject, type JsonValue, arrayAt, isObject, objectAt, stringAt } from "../json.ts";
import { parametersOf } from "../path-items.ts";
import type { Spec } from "../read-spec.ts";
import type { Body, Parameter } from "./model.ts";

/**
 * The fewest arguments that work, from the document's own examples; `undefined` where one is missing. What is optional stays out: a reader who copies the call must not send what only showed that it exists.
 */
export function readExample(
  spec: Spec,
  item: JsonObject,
  operation: JsonObject,
  parameters: readonly Parameter[],
  body: Body | undefined,
): [key: string, value: JsonValue][] | undefined {
  const declared = parametersOf(item, operation, spec.resolve).map(({ parameter }) => parameter);
  const entries: [key: string, value: JsonValue][] = [];
  for (const parameter of parameters.filter(({ required }) => required)) {
    const declaration = declared.find((one) => one.name === parameter.name && one.in === parameter.location);
    const value = declaration && exampleOf(spec, declaration);
    if (value === undefined) return undefined;
    entries.push([parameter.key, value]);
  }
  if (body?.required) {
    const json = body.content.find(({ kind }) => kind === "json");
    if (json === undefined) return undefined;
    const media = objectAt(objectAt(spec.resolve(operation.requestBody), "content"), json.mediaType);
    const value = exampleOf(spec, media);
    if (value === undefined) return undefined;
    entries.push([body.key, value]);
  }
  return entries;
}

function exampleOf(spec: Spec, owner: JsonObject): JsonValue | undefined {
  if (owner.example !== undefined) return owner.example;
  const named = Object.values(objectAt(owner, "examples"))[0];
  if (named !== undefined) {
    const value = spec.resolve(named).value;
    if (value !== undefined) return value;
  }
  const schema = isObject(owner.schema) ? spec.resolve(owner.schema) : undefined;
  if (schema === undefined) return undefined;
  return schema.example ?? arrayAt(schema, "examples")[0] ?? schema.default ?? stringAt(schema, "const");
}
