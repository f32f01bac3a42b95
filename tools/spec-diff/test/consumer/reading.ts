import type { JsonValue } from "../../../generator/src/json.ts";
import { referenceName } from "../../src/comparison.ts";
import type { Schema } from "../../src/schema.ts";
import type { SchemaReader } from "../../src/schema-reader.ts";

/** Writes code that uses a value as its type allows: reads each property, and takes each choice apart to the last one. */
export class Reading {
  readonly lines: string[] = [];
  readonly #reader: SchemaReader;
  readonly #isRaw: boolean;
  #count = 0;

  /** @param isRaw Whether the value comes from `raw`, where openapi-fetch rewrites some types. */
  constructor(reader: SchemaReader, isRaw = false) {
    this.#reader = reader;
    this.#isRaw = isRaw;
  }

  /** A variable with the value of an expression. */
  variable(expression: string): string {
    const name = `v${++this.#count}`;
    this.lines.push(`const ${name} = ${expression};`);
    return name;
  }

  read(expression: string, raw: JsonValue | undefined, open: readonly JsonValue[] = []): void {
    const schema = this.#reader.read(raw);
    const name = this.variable(expression);
    const identity = raw !== null && typeof raw === "object" ? this.#reader.spec.resolve(raw) : undefined;
    if (identity !== undefined && open.includes(identity)) return;
    const inside = identity === undefined ? open : [...open, identity];
    const canBeNull = schema.nullable && (schema.types !== undefined || schema.unions.length > 0);
    this.#when(canBeNull ? `${name} !== null` : undefined, () => this.#readValue(name, schema, inside));
  }

  /** openapi-fetch gives bytes inside JSON a type without methods. */
  #readBytes(name: string): void {
    this.lines.push(this.#isRaw ? `use<object>(${name});` : `const bytes: Uint8Array | Blob = ${name};`);
  }

  #when(condition: string | undefined, write: () => void): void {
    this.lines.push(condition === undefined ? "{" : `if (${condition}) {`);
    write();
    this.lines.push("}");
  }

  #readValue(name: string, schema: Schema, open: readonly JsonValue[]): void {
    if (schema.values)
      this.#switch(
        name,
        schema.values.map((value) => JSON.stringify(value)),
      );
    else if (schema.format === "binary") this.#readBytes(name);
    else if (schema.types && schema.types.size === 1) {
      for (const type of schema.types) this.#readType(name, type, schema, open);
    } else if (schema.types) this.#readTypes(name, [...schema.types], schema, open);
    else if (schema.unions[0]) this.#readUnion(name, schema, schema.unions[0].branches, open);
    else this.lines.push(`use<unknown>(${name});`);
  }

  /** No value is left over: the union is closed. */
  #switch(name: string, cases: readonly string[]): void {
    const arms = cases.map((one) => `case ${one}: break;`).join(" ");
    this.lines.push(`switch (${name}) { ${arms} default: { const rest: never = ${name}; use(rest); } }`);
  }

  #readTypes(name: string, types: readonly string[], schema: Schema, open: readonly JsonValue[]): void {
    const primitive = new Set(types.map(typeofName).filter((one) => one !== "object"));
    for (const one of primitive) {
      this.lines.push(
        `if (typeof ${name} === ${JSON.stringify(one)}) { const value: ${one} = ${name}; use(value); } else`,
      );
    }
    const rest = types.filter((type) => typeofName(type) === "object");
    if (rest.length === 1 && rest[0] !== undefined) {
      const type = rest[0];
      this.#when(undefined, () => this.#readType(name, type, schema, open));
    } else if (rest.length === 0) this.lines.push(`{ const rest: never = ${name}; use(rest); }`);
    else this.lines.push(`{ use(${name}); }`);
  }

  #readType(name: string, type: string, schema: Schema, open: readonly JsonValue[]): void {
    if (type === "array") {
      const tuple = schema.others.get("prefixItems");
      if (Array.isArray(tuple) && this.#isRaw) {
        this.lines.push(`use<readonly unknown[]>(${name});`);
        return;
      }
      if (Array.isArray(tuple)) {
        this.lines.push(`const length: ${tuple.length} = ${name}.length;`);
        for (const [index, item] of tuple.entries()) this.read(`${name}[${index}]`, item, open);
        return;
      }
      this.lines.push(`for (const item of ${name}) {`);
      this.read("item", schema.items, open);
      this.lines.push("}");
    } else if (type === "object") this.#readObject(name, schema, open);
    else this.lines.push(`const value: ${typeofName(type)} = ${name};`);
  }

  #readObject(name: string, schema: Schema, open: readonly JsonValue[]): void {
    for (const [key, property] of schema.properties) {
      const value = this.variable(`${name}[${JSON.stringify(key)}]`);
      const isRequired = schema.required.has(key);
      this.#when(isRequired ? undefined : `${value} !== undefined`, () => this.read(value, property, open));
    }
    if (schema.additional !== undefined && schema.additional !== false) {
      const other = this.variable(`${name}["other"]`);
      this.#when(`${other} !== undefined`, () =>
        this.read(other, schema.properties.size === 0 ? schema.additional : true, open),
      );
    }
  }

  #readUnion(name: string, schema: Schema, branches: readonly JsonValue[], open: readonly JsonValue[]): void {
    const tags = branches.map((branch) => this.#tagsOf(branch, schema));
    const key = [...(tags[0]?.keys() ?? [])].find((one) => tags.every((own) => own.has(one)));
    if (key !== undefined) {
      this.lines.push(`switch (${name}[${JSON.stringify(key)}]) {`);
      for (const [index, branch] of branches.entries()) {
        this.lines.push(`case ${tags[index]?.get(key)}: {`);
        this.read(name, branch, open);
        this.lines.push("break; }");
      }
      this.lines.push(`default: { const rest: never = ${name}; use(rest); } }`);
      return;
    }
    const names = branches.map(referenceName);
    if (names.every((one) => one !== undefined)) {
      const union = names.map((one) => `components["schemas"][${JSON.stringify(one)}]`).join(" | ");
      this.lines.push(`const members: ${union} = ${name}; use(members);`);
    } else this.lines.push(`use(${name});`);
  }

  /** Properties with one value only, which tell a member of a union from the others. */
  #tagsOf(raw: JsonValue, { discriminator }: Schema): Map<string, string> {
    const tags = new Map<string, string>();
    for (const [value, target] of Object.entries(discriminator?.mapping ?? {})) {
      if (referenceName(raw) === target.split("/").at(-1)) {
        return tags.set(discriminator?.propertyName ?? "", JSON.stringify(value));
      }
    }
    for (const [name, property] of this.#reader.read(raw).properties) {
      const { values } = this.#reader.read(property);
      if (values?.length === 1) tags.set(name, JSON.stringify(values[0]));
    }
    return tags;
  }
}

function typeofName(type: string): string {
  if (type === "integer") return "number";
  return type === "array" ? "object" : type;
}
