import type { JsonObject, JsonValue } from "../../../generator/src/json.ts";
import { objectOf, resolve } from "./document-parts.ts";

/** An example of a parameter, a body or a response: its own, its schema's, or the plainest value of its type. */
export function exampleOf(document: JsonObject, owner: JsonObject): JsonValue {
  if (owner.example !== undefined) return owner.example;
  const named = resolve(document, Object.values(objectOf(owner.examples))[0]);
  if (named.value !== undefined) return named.value;
  return valueOf(document, resolve(document, owner.schema), 0);
}

const exampleOfFormat: Readonly<Record<string, string>> = {
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
  email: "ada@example.com",
  ipv4: "192.0.2.1",
  "date-time": "2025-01-01T00:00:00Z",
  date: "2025-01-01",
};

function valueOf(document: JsonObject, schema: JsonObject, depth: number): JsonValue {
  const [first] = listOf(schema.examples);
  const given = schema.example ?? first ?? schema.default ?? schema.const ?? listOf(schema.enum)[0];
  if (given !== undefined) return given;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "integer" || type === "number") return typeof schema.minimum === "number" ? schema.minimum : 1;
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type !== "object" && schema.properties === undefined)
    return exampleOfFormat[String(schema.format)] ?? "example";
  const required = listOf(schema.required).map(String);
  if (depth > 8) return {};
  return Object.fromEntries(
    required.map((name) => [
      name,
      valueOf(document, resolve(document, objectOf(schema.properties)[name]), depth + 1),
    ]),
  );
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
