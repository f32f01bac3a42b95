import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Document,
  type JsonObject,
  type JsonValue,
  isObject,
} from "../../../contract-kit/src/document.ts";
import { objectOf, resolve } from "./document-parts.ts";
import { exampleOf } from "./example-values.ts";
import type { Write } from "./write-set.ts";

/** The vectors of the next version: copies of those whose operation remains, and skeletons for new operations. */
export interface NextVectors {
  readonly writes: readonly Write[];
  /** Operations whose vectors are a skeleton that a person must fill. */
  readonly skeletons: readonly string[];
  /** Operations that are the same under another name. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Path parameters that have another name, in operations that are the same otherwise. */
  readonly rerouted: readonly { readonly id: string; readonly from: string; readonly to: string }[];
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
  const earlier = operationsOf(before);
  const operations = operationsOf(after);
  const writes: Write[] = [];
  const skeletons: string[] = [];
  const renamed: { from: string; to: string }[] = [];
  const rerouted: { id: string; from: string; to: string }[] = [];
  const kept = new Set<string>();
  for (const operation of operations) {
    const name = `${operation.id}.json`;
    const path = `spec/${version}/vectors/${name}`;
    const old = sameOperation(operation, earlier);
    if (old !== undefined) kept.add(`${old.id}.json`);
    if (old !== undefined && old.id !== operation.id) renamed.push({ from: old.id, to: operation.id });
    for (const [from, to] of old === undefined ? [] : pathNames(old, operation))
      if (from !== to) rerouted.push({ id: operation.id, from, to });
    if (present.includes(name)) continue;
    if (old !== undefined && names.includes(`${old.id}.json`)) {
      const text = readFileSync(join(folder, `${old.id}.json`), "utf8");
      writes.push({ path, text: withNames(withVersion(text, current, version), old, operation) });
    } else {
      writes.push({ path, text: `${JSON.stringify(skeleton(after, operation, version), undefined, 2)}\n` });
      skeletons.push(operation.id);
    }
  }
  const dropped = names.filter((name) => !kept.has(name)).map((name) => name.replace(/\.json$/, ""));
  return { writes, skeletons, renamed, rerouted, dropped };
}

/** The operation as it was: by its ID, or else by its method and route whatever the parameters are called. */
function sameOperation(operation: Operation, earlier: readonly Operation[]): Operation | undefined {
  const route = ({ method, path }: Operation) => `${method} ${path.replaceAll(/\{[^{}]+\}/g, "{}")}`;
  return (
    earlier.find(({ id }) => id === operation.id) ?? earlier.find((old) => route(old) === route(operation))
  );
}

/** The path parameters of an operation as they were called and as they are. */
function pathNames(old: Operation, operation: Operation): Map<string, string> {
  const [was = [], is = []] = [old.path, operation.path].map((path) =>
    [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name),
  );
  return new Map(was.length === is.length ? was.map((name, index) => [name, is[index] ?? name]) : []);
}

/** Vectors under another operation ID, and with path parameters that have other names. */
function withNames(text: string, old: Operation, operation: Operation): string {
  const { id } = operation;
  const names = pathNames(old, operation);
  if (old.id === id && [...names].every(([from, to]) => from === to)) return text;
  const file = JSON.parse(text) as { operation: string; vectors: { arguments: JsonObject }[] };
  file.operation = id;
  for (const vector of file.vectors)
    vector.arguments = Object.fromEntries(
      Object.entries(vector.arguments).map(([name, value]) => [names.get(name) ?? name, value]),
    );
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function operationsOf(document: Document): Operation[] {
  const paths = objectOf(document.root.paths);
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = objectOf(item)[method];
      if (!isObject(operation) || typeof operation.operationId !== "string") return [];
      return [
        { id: operation.operationId, method: method.toUpperCase(), path, item: objectOf(item), operation },
      ];
    }),
  );
}

function withVersion(text: string, current: string, version: string): string {
  return text.replaceAll(`["api-version", "${current}"]`, `["api-version", "${version}"]`);
}

/** The smallest call of an operation, made from the document's examples. A person adds the answers and the other cases. */
function skeleton(
  document: Document,
  { id, method, path, item, operation }: Operation,
  version: string,
): JsonObject {
  const argumentsByName: JsonObject = {};
  const query: JsonValue[] = [];
  let filled = path;
  for (const raw of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const parameter = resolve(document.root, raw);
    const name = String(parameter.name);
    if (parameter.required !== true && parameter.in !== "path") continue;
    if (name === "api-version") {
      query.push([name, version]);
      continue;
    }
    const value = exampleOf(document.root, parameter);
    argumentsByName[name] = value;
    if (parameter.in === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
    if (parameter.in === "query") query.push([name, String(value)]);
  }
  const body = resolve(document.root, operation.requestBody);
  const [mediaType, media] = Object.entries(objectOf(body.content))[0] ?? [];
  let sent: JsonObject | undefined;
  if (mediaType !== undefined && body.required === true) {
    const value = exampleOf(document.root, objectOf(media));
    argumentsByName.body = mediaType.includes("json") ? value : { base64: "AAEC" };
    if (!mediaType.includes("json")) argumentsByName.contentType = mediaType;
    sent = mediaType.includes("json") ? { json: value } : { base64: "AAEC" };
  }
  const status = Object.keys(objectOf(operation.responses)).find((one) => one.startsWith("2")) ?? "200";
  const answer = resolve(document.root, objectOf(operation.responses)[status]);
  const answerMedia = Object.values(objectOf(answer.content))[0];
  const paging = objectOf(operation["x-ms-pageable"]);
  const example = answerMedia === undefined ? undefined : exampleOf(document.root, objectOf(answerMedia));
  const answered = isObject(example) ? lastPage(example, paging) : example;
  return {
    $schema: "../../vectors.schema.json",
    operation: id,
    vectors: [
      {
        name: "makes the smallest call",
        valid: true,
        given: { anyService: false },
        arguments: argumentsByName,
        exchanges: [
          {
            request: {
              method,
              path: filled,
              query,
              ...(mediaType !== undefined && sent && { headers: { "content-type": mediaType }, body: sent }),
            },
            response: {
              status: Number(status),
              ...(answered !== undefined && {
                headers: { "content-type": "application/json" },
                body: { json: answered },
              }),
            },
          },
        ],
        outcome:
          operation["x-existence"] !== undefined
            ? { value: true }
            : answered === undefined
              ? { nothing: true }
              : {
                  value:
                    isObject(answered) && paging.itemName !== undefined
                      ? itemsOf(answered, paging)
                      : answered,
                },
      },
    ],
  };
}

/** A page that no other one follows, since the skeleton has one exchange. Other answers stay as they are. */
function lastPage(answer: JsonObject, { nextLinkName }: JsonObject): JsonObject {
  if (typeof nextLinkName !== "string") return answer;
  const { [nextLinkName]: _, ...page } = answer;
  return page;
}

/** What a caller of a paged operation gets. */
function itemsOf(page: JsonObject, { itemName }: JsonObject): JsonValue {
  return page[String(itemName)] ?? [];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
