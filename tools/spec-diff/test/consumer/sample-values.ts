import { type JsonValue, objectAt } from "../../../generator/src/json.ts";
import { propertyKey } from "../../../generator/src/names.ts";
import type { SchemaReader } from "../../src/schema-reader.ts";

/** How much of an object a sample holds: what is required, or everything. */
export type Extent = "minimal" | "full";

const most = 6;

/** The value that a discriminator gives to a property of a schema; the types have it as a literal. */
function tagOf(reader: SchemaReader, identity: JsonValue, property: string): string | undefined {
  const schemas = objectAt(objectAt(reader.spec.document, "components"), "schemas");
  for (const owner of Object.values(schemas)) {
    const { discriminator, properties } = reader.read(owner);
    for (const one of [
      discriminator,
      ...[...properties.values()].map((raw) => reader.read(raw).discriminator),
    ]) {
      if (one?.propertyName !== property) continue;
      const found = Object.entries(one.mapping).find(
        ([, target]) => reader.spec.resolve({ $ref: target }) === identity,
      );
      if (found) return found[0];
    }
  }
  return undefined;
}

/** Source text of values that a schema allows: one for each type, listed value and member of a union. */
export function sampleValues(
  reader: SchemaReader,
  raw: JsonValue | undefined,
  extent: Extent,
  open: readonly JsonValue[] = [],
): string[] {
  const schema = reader.read(raw);
  const identity = raw !== null && typeof raw === "object" ? reader.spec.resolve(raw) : undefined;
  const isInside = identity !== undefined && open.filter((one) => one === identity).length > 1;
  const inside = identity === undefined ? open : [...open, identity];
  const samples: string[] = [];
  if (schema.values) samples.push(...schema.values.map((value) => JSON.stringify(value)));
  else if (schema.format === "binary") samples.push("new Uint8Array([1])");
  else if (schema.types) for (const type of schema.types) samples.push(...samplesOfType(type));
  else if (schema.unions.length > 0) {
    for (const branch of schema.unions[0]?.branches ?? []) {
      samples.push(...sampleValues(reader, branch, extent, inside).slice(0, 2));
    }
  } else samples.push('"anything"', "1", "{}");
  if (schema.nullable && (schema.types || schema.unions.length > 0)) samples.push("null");
  return samples.slice(0, most);

  function samplesOfType(type: string): string[] {
    switch (type) {
      case "string":
        return ['"text"'];
      case "integer":
      case "number":
        return ["1"];
      case "boolean":
        return ["true", "false"];
      case "array": {
        const tuple = schema.others.get("prefixItems");
        if (Array.isArray(tuple)) {
          return [
            `[${tuple.map((item) => sampleValues(reader, item, extent, inside)[0] ?? "null").join(", ")}]`,
          ];
        }
        if (isInside || extent === "minimal") return ["[]"];
        return [`[${sampleValues(reader, schema.items, extent, inside).join(", ")}]`];
      }
      default:
        return sampleObjects();
    }
  }

  function sampleObjects(): string[] {
    const columns = [...schema.properties].flatMap(([name, property]) => {
      const isRequired = schema.required.has(name);
      if (!isRequired && (extent === "minimal" || isInside)) return [];
      const tag = identity === undefined ? undefined : tagOf(reader, identity, name);
      const values =
        tag === undefined ? sampleValues(reader, property, extent, inside) : [JSON.stringify(tag)];
      return values.length === 0 ? [] : [{ name, values }];
    });
    const rows = Math.max(1, ...columns.map(({ values }) => values.length));
    return Array.from({ length: Math.min(rows, most) }, (_, row) => {
      const members = columns.map(
        ({ name, values }) => `${propertyKey(name)}: ${values[row % values.length] ?? "null"}`,
      );
      // The types are intersections, in which every property has to fit the other properties' type too.
      if (schema.additional !== undefined && schema.additional !== false && extent === "full") {
        members.push(`other: ${sampleValues(reader, schema.additional, extent, inside)[0] ?? '"x"'}`);
      }
      return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
    });
  }
}
