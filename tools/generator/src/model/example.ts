import { type JsonObject, type JsonValue, arrayAt, isObject, objectAt, stringAt } from "../json.ts";
import { propertyKey, sourceLiteral } from "../names.ts";
import type { Spec } from "../read-spec.ts";
import type { Body, Operation, Parameter } from "./model.ts";

/**
 * Source text of each of the fewest arguments that work, made from the document's own examples; `undefined` where one
 * is missing. What is optional stays out: a reader who copies the call must not send what only showed that it exists.
 */
export function readExample(
  spec: Spec,
  item: JsonObject,
  operation: JsonObject,
  parameters: readonly Parameter[],
  body: Body | undefined,
): [key: string, source: string][] | undefined {
  const declared = [...arrayAt(item, "parameters"), ...arrayAt(operation, "parameters")].map((raw) =>
    spec.resolve(raw),
  );
  const entries: [key: string, source: string][] = [];
  for (const parameter of parameters.filter(({ required }) => required)) {
    const declaration = declared.find((one) => one.name === parameter.name && one.in === parameter.location);
    const value = declaration && exampleOf(spec, declaration);
    if (value === undefined) return undefined;
    entries.push([parameter.key, literal(value)]);
  }
  if (body?.required) {
    const json = body.content.find(({ kind }) => kind === "json");
    if (json === undefined) return undefined;
    const media = objectAt(objectAt(spec.resolve(operation.requestBody), "content"), json.mediaType);
    const value = exampleOf(spec, media);
    if (value === undefined) return undefined;
    entries.push([body.key, literal(value)]);
  }
  return entries;
}

/** A call of the operation. Nothing is fetched of a list until it is read. */
export function exampleCall(
  { id, example, result }: Operation,
  form: "function" | "method" | { readonly scope: string },
): string | undefined {
  if (example === undefined) return undefined;
  const scope = typeof form === "object" ? form.scope : undefined;
  const members = example
    .filter(([key]) => key !== scope)
    .map(([key, source]) => `${propertyKey(key)}: ${source}`)
    .join(", ");
  const args = members && `{ ${members} }`;
  const bound = example.find(([key]) => key === scope);
  const target = bound === undefined ? "client" : `client.${scope}(${bound[1]})`;
  const call = form === "function" ? `${id}(context${args && `, ${args}`})` : `${target}.${id}(${args})`;
  return result.kind === "pages" ? `for await (const item of ${call}) console.log(item);` : `await ${call};`;
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

/** JavaScript source of a JSON value in one line. */
function literal(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => `${propertyKey(key)}: ${literal(member)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return typeof value === "string" ? sourceLiteral(value) : JSON.stringify(value ?? null);
}
