import type { QueryStyle } from "./operation.js";
import { EncodedQuery, encodeQuery } from "./query.js";

const delimiters = { csv: ",", spaces: "%20", pipes: "|" } as const;

/** @throws {TypeError} when the value does not fit the style, or is not well-formed Unicode. */
export function encodeStyled(name: string, value: unknown, style: QueryStyle): EncodedQuery {
  if (style === "json") return pair(name, name, JSON.stringify(value));
  if (style === "deepObject") {
    if (typeof value !== "object" || value === null)
      throw new TypeError(`Query parameter "${name}" must be an object`);
    const parts: string[] = [];
    for (const [key, member] of Object.entries(value as Record<string, unknown>)) {
      if (member === undefined || member === null) continue;
      const values: unknown[] = Array.isArray(member) ? member : [member];
      for (const item of values) parts.push(pair(name, `${name}[${key}]`, text(name, item)).text);
    }
    return new EncodedQuery(parts.join("&"));
  }
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const list = items.map((item) => encodeQuery(name, text(name, item))).join(delimiters[style]);
  return new EncodedQuery(`${encodeQuery(name, name)}=${list}`);
}

function pair(name: string, key: string, value: string): EncodedQuery {
  return new EncodedQuery(`${encodeQuery(name, key)}=${encodeQuery(name, value)}`);
}

function text(name: string, value: unknown): string {
  if (typeof value === "object") throw new TypeError(`Query parameter "${name}" must not be nested deeper`);
  return String(value);
}
