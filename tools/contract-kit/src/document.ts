import { readFileSync } from "node:fs";
import { type Document as YamlDocument, LineCounter, isNode, parseDocument } from "yaml";

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** A value together with the JSON pointer under which the document defines it. */
export interface Located {
  readonly pointer: string;
  readonly value: JsonValue;
}

/**
 * An OpenAPI document as this kit reads it: plain data, local references, and the line of each place.
 *
 * Nothing here is shared with the generator, so that a misreading on one side shows on the other.
 */
export interface Document {
  readonly file: string;
  readonly root: JsonObject;
  /** Follows `$ref` until something else stands there. */
  resolve(pointer: string): Located;
  /** Line (from 1) of the place, or of the nearest place around it. */
  lineOf(pointer: string): number;
}

/** @throws SyntaxError when the text is not YAML or not an object. */
export function parseOpenApi(text: string, file = "openapi.yaml"): Document {
  const counter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: counter });
  const [error] = yaml.errors;
  if (error)
    throw new SyntaxError(`${file}:${counter.linePos(error.pos[0]).line}: ${error.message.split("\n")[0]}`);
  const root: unknown = yaml.toJS();
  if (!isObject(root)) throw new SyntaxError(`${file}:1: expected an OpenAPI document, an object`);
  return documentOf(root, file, (pointer) => lineIn(yaml, counter, pointer));
}

export function readOpenApi(file: string): Document {
  return parseOpenApi(readFileSync(file, "utf8"), file);
}

/** A document from data, such as a changed copy of another one. */
export function documentOf(root: JsonObject, file: string, lineOf: (pointer: string) => number): Document {
  return {
    file,
    root,
    lineOf,
    resolve(pointer) {
      const seen = new Set<string>();
      let at = pointer;
      for (;;) {
        if (seen.has(at))
          throw new Error(`${file}:${lineOf(pointer)}: $ref at ${pointer} leads back to itself`);
        seen.add(at);
        const value = valueAt(root, at);
        if (value === undefined) {
          throw new Error(`${file}:${lineOf(pointer)}: $ref at ${pointer} leads nowhere (${at})`);
        }
        if (!isObject(value) || typeof value.$ref !== "string") return { pointer: at, value };
        at = value.$ref;
      }
    },
  };
}

export function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of keysOf(pointer)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/** `join("#/paths", "/a/{b}", "get")` → `#/paths/~1a~1{b}/get` */
export function join(pointer: string, ...keys: readonly (string | number)[]): string {
  return [pointer, ...keys.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}

export function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lineIn(yaml: YamlDocument.Parsed, counter: LineCounter, pointer: string): number {
  const keys: (string | number)[] = keysOf(pointer).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (; keys.length > 0; keys.pop()) {
    const node = yaml.getIn(keys, true) ?? yaml.getIn(keys.map(String), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}
