import { type JsonValue, arrayAt, isObject, pointerToPlace, stringAt } from "../json.ts";
import { isIdentifier, sourceLiteral } from "../names.ts";
import type { Spec } from "../read-spec.ts";

const schemaPrefix = "#/components/schemas/";

/** Key of the component schema that a value refers to, or `undefined`. */
export function schemaReference(schema: JsonValue | undefined): string | undefined {
  if (!isObject(schema) || typeof schema.$ref !== "string" || !schema.$ref.startsWith(schemaPrefix))
    return undefined;
  const place = pointerToPlace(schema.$ref);
  return place.length === 3 ? place[2] : undefined;
}

/**
 * The TypeScript type of a simple schema in readable form, or `undefined` where only the type that openapi-typescript
 * wrote under `paths` can say it.
 *
 * @param alias Gives the exported name of a component schema.
 */
export function simpleTypeExpression(
  schema: JsonValue | undefined,
  alias: (name: string) => string | undefined,
): string | undefined {
  if (!isObject(schema)) return undefined;
  const reference = schemaReference(schema);
  if (reference !== undefined) return alias(reference);
  if (schema.nullable === true) return undefined;
  for (const keyword of ["oneOf", "anyOf", "allOf", "not"])
    if (schema[keyword] !== undefined) return undefined;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) {
    const members = arrayAt(schema, "enum").map(literal);
    return members.length > 0 && members.every((member) => member !== undefined)
      ? members.join(" | ")
      : undefined;
  }
  switch (stringAt(schema, "type")) {
    case "string":
      return schema.format === "binary" ? undefined : "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array": {
      const item = simpleTypeExpression(schema.items, alias);
      if (item === undefined) return undefined;
      return isIdentifier(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
    }
    default:
      return undefined;
  }
}

function literal(value: JsonValue): string | undefined {
  if (isObject(value) || Array.isArray(value)) return undefined;
  return typeof value === "string" ? sourceLiteral(value) : JSON.stringify(value);
}

/** `paths["/a"]["get"]["x"]`, with `NonNullable` around every step that openapi-typescript may have made optional. */
export function pathsIndex(
  keys: readonly (string | number)[],
  optionalSteps: ReadonlySet<string> = new Set(),
): string {
  let expression = "paths";
  for (const key of keys) {
    expression += `[${typeof key === "number" ? key : sourceLiteral(key)}]`;
    if (typeof key === "string" && optionalSteps.has(key)) expression = `NonNullable<${expression}>`;
  }
  return expression;
}

/**
 * Whether values of a schema may have one of the given types, as far as `type`, `enum`, `const` and compositions tell. A
 * schema that says nothing allows everything.
 */
export function mayBe(spec: Spec, schema: JsonValue | undefined, types: readonly string[]): boolean {
  if (!isObject(schema)) return schema !== false;
  const { type, allOf, oneOf, anyOf, enum: values, const: constant, ...rest } = spec.resolve(schema);
  if (type !== undefined) return [type].flat().some((one) => types.includes(String(one)));
  if (values !== undefined || constant !== undefined) {
    return [values ?? constant]
      .flat()
      .some((value) => types.includes(value === null ? "null" : typeof value));
  }
  if (Array.isArray(allOf)) return allOf.every((part) => mayBe(spec, part, types));
  const variants = [oneOf, anyOf].flat().filter((part) => part !== undefined);
  if (variants.length > 0) return variants.some((part) => mayBe(spec, part, types));
  if (rest.properties !== undefined || rest.additionalProperties !== undefined)
    return types.includes("object");
  return rest.items === undefined || types.includes("array");
}
