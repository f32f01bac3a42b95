import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Document, type JsonObject, type JsonValue, isObject, join, parseOpenApi } from "./document.ts";
import { type Operation, readOperations } from "./operations.ts";
import { type ObservedRequest, checkRequest, parseJson } from "./request-observer.ts";
import type { Problem } from "./spec-check/problem.ts";
import { specFile } from "./spec-file.ts";
import { validatorsOf } from "./validators.ts";

/** See `spec/vectors.schema.json`, which describes each field. */
export interface Vector {
  readonly name: string;
  readonly valid: boolean;
  readonly given?: Given;
  readonly arguments: JsonObject;
  readonly exchanges: readonly Exchange[];
  readonly outcome: Outcome;
}

export interface Given {
  readonly connections?: readonly {
    readonly id: string;
    readonly user?: string;
    readonly groups?: readonly string[];
    readonly returns?: JsonValue;
  }[];
  readonly users?: readonly { readonly id: string; readonly groups: readonly string[] }[];
  readonly token?: "none";
  readonly fault?: { readonly status: number };
  readonly anyService?: boolean;
}

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: readonly (readonly [string, string])[];
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: VectorBody;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: VectorBody;
  };
}

export type VectorBody = { readonly json: JsonValue } | { readonly base64: string };

export type Outcome =
  | { readonly value: JsonValue }
  | { readonly nothing: true }
  | { readonly error: { readonly status: number; readonly code?: string } }
  | { readonly refused: string };

export interface VectorFile {
  readonly operation: string;
  readonly vectors: readonly Vector[];
}

const folder = new URL("vectors/", pathToFileURL(specFile));
const schemaFile = fileURLToPath(new URL("../../../spec/vectors.schema.json", import.meta.url));

/** Vectors of one operation; none where it has no file. */
export function readVectors(operationId: string): readonly Vector[] {
  const name = `${operationId}.json`;
  if (!existsSync(new URL(name, folder))) return [];
  return (JSON.parse(readFileSync(new URL(name, folder), "utf8")) as VectorFile).vectors;
}

/** Bytes of a body as they go over the wire. */
export function bodyBytes(body: VectorBody | undefined): Uint8Array | undefined {
  if (!body) return undefined;
  return "base64" in body
    ? new Uint8Array(Buffer.from(body.base64, "base64"))
    : new TextEncoder().encode(JSON.stringify(body.json));
}

/** Arguments as a client takes them: bytes in place of `{ base64 }`. */
export function clientArguments(vector: Vector): Record<string, unknown> {
  const { body, contentType } = vector.arguments;
  if (contentType === undefined || !isObject(body)) return vector.arguments;
  return { ...vector.arguments, body: new Uint8Array(Buffer.from(String(body.base64), "base64")) };
}

/** In what a request differs from the one in the vector. */
export function compareRequest(expected: Exchange["request"], actual: ObservedRequest): string[] {
  const differences: string[] = [];
  const compare = (what: string, wanted: unknown, got: unknown): void => {
    if (JSON.stringify(wanted) !== JSON.stringify(got)) {
      differences.push(`${what} is ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
    }
  };
  const url = new URL(actual.url);
  compare("method", expected.method, actual.method);
  compare("path", segments(expected.path), segments(url.pathname));
  compare("query", byName(expected.query), byName([...url.searchParams]));
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    compare(`header ${name}`, value, actual.headers.get(name)?.split(";")[0] ?? null);
  }
  if (!expected.body) compare("body length", 0, actual.body?.length ?? 0);
  else if ("json" in expected.body)
    compare("body", expected.body.json, actual.body && parseJson(actual.body));
  else compare("bytes", expected.body.base64, actual.body && Buffer.from(actual.body).toString("base64"));
  return differences;
}

/** What of a request is not valid by the document. */
function requestProblems(
  document: Document,
  operation: Operation,
  { method, path, query, headers, body }: Exchange["request"],
): string[] {
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const request = {
    method,
    url: `https://example.com${path}?${search}`,
    headers: new Headers({ "content-type": "application/json", ...headers }),
    body: bodyBytes(body),
  };
  return checkRequest(document, operation, request).map(({ message }) => message);
}

/** Compiled once: every file has the same format. */
let formatValidators: ReturnType<typeof validatorsOf> | undefined;

/** A file that does not follow the format, or that contradicts the document. */
export function checkVectorFile(document: Document, file: string): Problem[] {
  const text = readFileSync(file, "utf8");
  const vectorDocument = parseOpenApi(text, file);
  const at = (pointer: string, message: string): Problem => ({
    file,
    line: vectorDocument.lineOf(pointer),
    message,
  });
  formatValidators ??= validatorsOf(parseOpenApi(readFileSync(schemaFile, "utf8"), schemaFile));
  const format = formatValidators.problems("#", vectorDocument.root);
  if (format.length > 0)
    return format.map((message) => at("#", `is not in the format of vectors.schema.json: ${message}`));

  const { operation: operationId, vectors } = vectorDocument.root as unknown as VectorFile;
  const operation = readOperations(document).find((one) => one.operationId === operationId);
  if (!operation) return [at("#/operation", `operation ${operationId} is not in the document`)];
  const problems: Problem[] = [];
  const names = new Set<string>();
  for (const [index, vector] of vectors.entries()) {
    const pointer = join("#/vectors", index);
    if (names.has(vector.name))
      problems.push(at(pointer, `"${vector.name}" is there twice: expected a unique name`));
    names.add(vector.name);
    if (vector.exchanges.length === 0) continue;
    const found = vector.exchanges.flatMap(({ request }) => requestProblems(document, operation, request));
    if (vector.valid && found.length > 0)
      problems.push(at(pointer, `"${vector.name}" is marked valid but: ${found[0]}`));
    if (!vector.valid && found.length === 0)
      problems.push(at(pointer, `"${vector.name}" is marked invalid but the document allows it`));
  }
  return problems;
}

function segments(path: string): string[] {
  return path.split("/").map((segment) => decodeURIComponent(segment));
}

function byName(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
