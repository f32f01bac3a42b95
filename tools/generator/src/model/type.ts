import { type JsonValue, arrayAt, isObject, pointerToPlace, stringAt } from "../json.ts";
import type { Spec } from "../read-spec.ts";

const schemaPrefix = "#/components/schemas/";

/** Key of the component schema that a value refers to, or `undefined`. */
export function schemaReference(schema: JsonValue | undefined): string | undefined {
  if (!isObject(schema) || typeof schema.$ref !== "string" || !schema.$ref.startsWith(schemaPrefix))
    return undefined;
  const place = pointerToPlace(schema.$ref);
  return place.length === 3 ? place[2] : undefined;
}

/** A TypeScript type, as data. */
export type Type =
  | { readonly kind: "named"; readonly name: TypeName }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** A component schema, by its key. */
  | { readonly kind: "schema"; readonly name: string }
  | { readonly kind: "list"; readonly item: Type }
  | { readonly kind: "union"; readonly members: readonly Type[] }
  /** What openapi-typescript wrote under `paths`; `optional` has the positions of keys that it may have made optional. */
  | {
      readonly kind: "paths";
      readonly keys: readonly (string | number)[];
      readonly optional: readonly number[];
    };

type TypeName =
  | "BytesBody"
  | "FormData"
  | "Uint8Array<ArrayBuffer>"
  | "boolean"
  | "number"
  | "string"
  | "unknown"
  | "void";

export function named(name: TypeName): Type {
  return { kind: "named", name };
}

/** The type of a simple schema, or `undefined` where only the type that openapi-typescript wrote under `paths` can say it. */
export function simpleType(schema: JsonValue | undefined): Type | undefined {
  if (!isObject(schema)) return undefined;
  const reference = schemaReference(schema);
  if (reference !== undefined) return { kind: "schema", name: reference };
  if (schema.nullable === true) return undefined;
  for (const keyword of ["oneOf", "anyOf", "allOf", "not"])
    if (schema[keyword] !== undefined) return undefined;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) {
    const members = arrayAt(schema, "enum").map(literal);
    return members.length > 0 && members.every((member) => member !== undefined)
      ? { kind: "union", members }
      : undefined;
  }
  switch (stringAt(schema, "type")) {
    case "string":
      return schema.format === "binary" ? undefined : named("string");
    case "integer":
    case "number":
      return named("number");
    case "boolean":
      return named("boolean");
    case "array": {
      const item = simpleType(schema.items);
      return item && { kind: "list", item };
    }
    default:
      return undefined;
  }
}

function literal(value: JsonValue): Type | undefined {
  return isObject(value) || Array.isArray(value) ? undefined : { kind: "literal", value };
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
