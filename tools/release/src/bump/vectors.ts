import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Document,
  type JsonObject,
  type JsonValue,
  isObject,
} from "../../../contract-kit/src/document.ts";
import type { Write } from "./write-set.ts";

/** The vectors of the next version: copies of those whose operation remains, and skeletons for new operations. */
export interface NextVectors {
  readonly writes: readonly Write[];
  /** Operations whose vectors are a skeleton that a person must fill. */
  readonly skeletons: readonly string[];
  /** Operations that are gone. */
  readonly dropped: readonly string[];
}

/** @param current The version whose vectors are copied; its name in them becomes that of the new one. */
export function nextVectors(root: string, current: string, version: string, document: Document): NextVectors {
  const folder = join(root, "spec", current, "vectors");
  const target = join(root, "spec", version, "vectors");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const present = existsSync(target) ? readdirSync(target) : [];
  const operations = operationsOf(document);
  const writes: Write[] = [];
  const skeletons: string[] = [];
  for (const operation of operations) {
    const name = `${operation.id}.json`;
    const path = `spec/${version}/vectors/${name}`;
    if (present.includes(name)) continue;
    if (names.includes(name)) {
      writes.push({ path, text: withVersion(readFileSync(join(folder, name), "utf8"), current, version) });
    } else {
      writes.push({
        path,
        text: `${JSON.stringify(skeleton(document, operation, version), undefined, 2)}\n`,
      });
      skeletons.push(operation.id);
    }
  }
  const ids = new Set(operations.map(({ id }) => `${id}.json`));
  return {
    writes,
    skeletons,
    dropped: names.filter((name) => !ids.has(name)).map((name) => name.replace(/\.json$/, "")),
  };
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
    const parameter = resolved(document, raw);
    const name = String(parameter.name);
    if (parameter.required !== true && parameter.in !== "path") continue;
    if (name === "api-version") {
      query.push([name, version]);
      continue;
    }
    const value = exampleOf(document, parameter);
    argumentsByName[name] = value;
    if (parameter.in === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
    if (parameter.in === "query") query.push([name, String(value)]);
  }
  const body = resolved(document, operation.requestBody);
  const [mediaType, media] = Object.entries(objectOf(body.content))[0] ?? [];
  let sent: JsonObject | undefined;
  if (mediaType !== undefined && body.required === true) {
    const value = exampleOf(document, objectOf(media));
    argumentsByName.body = mediaType.includes("json") ? value : { base64: "AAEC" };
    if (!mediaType.includes("json")) argumentsByName.contentType = mediaType;
    sent = mediaType.includes("json") ? { json: value } : { base64: "AAEC" };
  }
  const status = Object.keys(objectOf(operation.responses)).find((one) => one.startsWith("2")) ?? "200";
  const answer = resolved(document, objectOf(operation.responses)[status]);
  const answerMedia = Object.values(objectOf(answer.content))[0];
  const answered = answerMedia === undefined ? undefined : exampleOf(document, objectOf(answerMedia));
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
        outcome: answered === undefined ? { nothing: true } : { value: answered },
      },
    ],
  };
}

/** An example of a parameter, a body or an answer: its own, its schema's, or the plainest value of its type. */
function exampleOf(document: Document, owner: JsonObject): JsonValue {
  if (owner.example !== undefined) return owner.example;
  const named = resolved(document, Object.values(objectOf(owner.examples))[0]);
  if (named.value !== undefined) return named.value;
  return valueOf(document, resolved(document, owner.schema), 0);
}

function valueOf(document: Document, schema: JsonObject, depth: number): JsonValue {
  const [first] = listOf(schema.examples);
  const given = schema.example ?? first ?? schema.default ?? schema.const ?? listOf(schema.enum)[0];
  if (given !== undefined) return given;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "integer" || type === "number") return typeof schema.minimum === "number" ? schema.minimum : 1;
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type !== "object" && schema.properties === undefined) return "example";
  const required = listOf(schema.required).map(String);
  if (depth > 8) return {};
  return Object.fromEntries(
    required.map((name) => [
      name,
      valueOf(document, resolved(document, objectOf(schema.properties)[name]), depth + 1),
    ]),
  );
}

function resolved(document: Document, value: JsonValue | undefined): JsonObject {
  let at = value;
  for (let hops = 0; isObject(at) && typeof at.$ref === "string" && hops < 20; hops++)
    at = document.resolve(at.$ref).value;
  return objectOf(at);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
