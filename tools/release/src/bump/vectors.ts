import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Document } from "../../../contract-kit/src/document.ts";
import { type Operation, readOperations } from "../../../contract-kit/src/operations.ts";
import type { Vector } from "../../../contract-kit/src/vectors.ts";
import { draftVectors } from "./draft-vectors.ts";
import type { Write } from "./write-set.ts";

/** The vectors of the next version: copies of those whose operation remains, and skeletons for new operations. */
export interface NextVectors {
  readonly writes: readonly Write[];
  /** Operations whose vectors are a skeleton that a person must fill. */
  readonly skeletons: readonly string[];
  /** Operations that are the same under another name. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Operations that are gone. */
  readonly dropped: readonly string[];
}

/**
 * @param before The document of the version whose vectors are copied; its name in them becomes that of the new one.
 * @param after The document of the new version.
 */
export function nextVectors(
  { root, current, version }: { readonly root: string; readonly current: string; readonly version: string },
  before: Document,
  after: Document,
): NextVectors {
  const folder = join(root, "spec", current, "vectors");
  const target = join(root, "spec", version, "vectors");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const present = existsSync(target) ? readdirSync(target) : [];
  const earlier = readOperations(before);
  const operations = readOperations(after);
  const writes: Write[] = [];
  const skeletons: string[] = [];
  const renamed: { from: string; to: string }[] = [];
  const kept = new Set<string>();
  for (const operation of operations) {
    const name = `${operation.operationId}.json`;
    const path = `spec/${version}/vectors/${name}`;
    const old = sameOperation(operation, earlier);
    if (old !== undefined) kept.add(`${old.operationId}.json`);
    if (old !== undefined && old.operationId !== operation.operationId)
      renamed.push({ from: old.operationId, to: operation.operationId });
    if (present.includes(name)) continue;
    if (old !== undefined && names.includes(`${old.operationId}.json`)) {
      const text = readFileSync(join(folder, `${old.operationId}.json`), "utf8");
      writes.push({ path, text: carryOver(withVersion(text, current, version), old, operation) });
    } else {
      writes.push({
        path,
        text: `${JSON.stringify(draftVectors(after, operation, version), undefined, 2)}\n`,
      });
      skeletons.push(operation.operationId);
    }
  }
  const dropped = names.filter((name) => !kept.has(name)).map((name) => name.replace(/\.json$/, ""));
  return { writes, skeletons, renamed, dropped };
}

/** The operation as it was: by its ID, or else by its method and route whatever the parameters are called. */
function sameOperation(operation: Operation, earlier: readonly Operation[]): Operation | undefined {
  return (
    earlier.find(({ operationId }) => operationId === operation.operationId) ??
    earlier.find((old) => routeOf(old) === routeOf(operation))
  );
}

function routeOf({ method, path }: Operation): string {
  return `${method} ${path.replaceAll(/\{[^{}]+\}/g, "{}")}`;
}

/** The path parameters of an operation as they were called and as they are: those that keep their name, and the others in order. */
function pathNames(old: Operation, operation: Operation): Map<string, string> {
  const [was, is] = [namesIn(old.path), namesIn(operation.path)];
  if (was.length !== is.length) return new Map();
  const added = is.filter((name) => !was.includes(name));
  return new Map(was.map((name) => [name, is.includes(name) ? name : (added.shift() ?? name)]));
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
}

/** Vectors under another operation ID, at another path, and with path parameters that have other names. */
function carryOver(text: string, old: Operation, operation: Operation): string {
  if (old.operationId === operation.operationId && old.path === operation.path) return text;
  const names = pathNames(old, operation);
  const file = JSON.parse(text) as { operation: string; vectors: Vector[] };
  file.operation = operation.operationId;
  file.vectors = file.vectors.map((vector) => {
    const { arguments: given, outcome } = vector;
    const renamed: Vector = {
      ...vector,
      arguments: Object.fromEntries(
        Object.entries(given).map(([name, value]) => [names.get(name) ?? name, value]),
      ),
      outcome: "refused" in outcome ? { refused: names.get(outcome.refused) ?? outcome.refused } : outcome,
    };
    // A link to a further page has the path too.
    const move = (json: string, path: string) =>
      json.replaceAll(path, movedPath(path, old, operation, names));
    const paths = new Set(vector.exchanges.map(({ request }) => request.path));
    return JSON.parse([...paths].reduce(move, JSON.stringify(renamed))) as Vector;
  });
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** A path where the operation is now; as it was, if it is not one of the operation or has too few values for it. */
function movedPath(
  path: string,
  old: Operation,
  operation: Operation,
  names: ReadonlyMap<string, string>,
): string {
  const template = old.path.split("/");
  const segments = path.split("/");
  if (template.length !== segments.length) return path;
  const values = new Map<string, string>();
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) values.set(`{${names.get(part.slice(1, -1)) ?? ""}}`, segment);
    else if (part !== segment) return path;
  }
  const moved = operation.path.split("/").map((part) => (part.startsWith("{") ? values.get(part) : part));
  return moved.includes(undefined) ? path : moved.join("/");
}

function withVersion(text: string, current: string, version: string): string {
  return text.replaceAll(`["api-version", "${current}"]`, `["api-version", "${version}"]`);
}
