import type { QueryStyle } from "./operation.js";
import { encodeForm, encodeQuery } from "./query.js";

/**
 * Serializes a query parameter.
 *
 * @returns Pairs joined with `&`, or an empty string if there is nothing to write.
 * @throws {TypeError} If the value cannot be written in this style, or is not well-formed Unicode.
 */
export type QueryWriter = (name: string, value: unknown, style: QueryStyle | undefined) => string;

const delimiters = { csv: ",", spaces: "%20", pipes: "%7C" } as const;

/** Serializes a query parameter in any of OpenAPI's "Style Values". */
export const writeStyled: QueryWriter = (name, value, style) => {
  if (style === undefined) return encodeForm(name, value);
  if (style === "json") return pair(name, name, JSON.stringify(value));
  const members = isObject(value)
    ? Object.entries(value).filter(([, member]) => isPresent(member))
    : undefined;
  if (style === "deepObject" || style === "form") {
    if (members === undefined && style === "deepObject")
      throw new TypeError(`Query parameter "${name}" must be an object`);
    const pairs = (members ?? [[name, value] as const]).flatMap(([key, member]) =>
      list(member).map((item) => pair(name, style === "form" ? key : `${name}[${key}]`, text(name, item))),
    );
    return pairs.join("&");
  }
  const items = (members?.flat() ?? list(value)).map((item) => encodeQuery(name, text(name, item)));
  const delimiter = delimiters[style];
  // A server would read such an item as two (OpenAPI, "Percent-Encoding and Illegal or Reserved Delimiters").
  if (items.some((item) => item.includes(delimiter))) {
    throw new TypeError(
      `Query parameter "${name}" must not contain "${decodeURIComponent(delimiter)}" in an item, because that separates items`,
    );
  }
  return items.length === 0 ? "" : `${encodeQuery(name, name)}=${items.join(delimiter)}`;
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function pair(name: string, key: string, value: string): string {
  return `${encodeQuery(name, key)}=${encodeQuery(name, value)}`;
}

function text(name: string, value: unknown): string {
  if (typeof value === "object")
    throw new TypeError(
      `Query parameter "${name}" is nested too deeply: a list or object in it must contain only plain values`,
    );
  return String(value);
}
