import { type JsonObject, type JsonValue, arrayAt, isObject, pointerToPlace, stringAt } from "../json.ts";

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
      return /^[\w$]+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
    }
    default:
      return undefined;
  }
}

function literal(value: JsonValue): string | undefined {
  return isObject(value) || Array.isArray(value) ? undefined : JSON.stringify(value);
}

/** `paths["/a"]["get"]["x"]`, with `NonNullable` around every step that openapi-typescript may have made optional. */
export function pathsIndex(
  keys: readonly (string | number)[],
  optionalSteps: ReadonlySet<string> = new Set(),
): string {
  let expression = "paths";
  for (const key of keys) {
    expression += `[${JSON.stringify(key)}]`;
    if (typeof key === "string" && optionalSteps.has(key)) expression = `NonNullable<${expression}>`;
  }
  return expression;
}

/** A schema whose values are a number or a boolean. */
export function isNumberOrBoolean(schema: JsonObject): boolean {
  return ["integer", "number", "boolean"].includes(stringAt(schema, "type") ?? "");
}
