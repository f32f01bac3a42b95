import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { Bump } from "../src/change.ts";
import { type JsonObject, type JsonValue, isObject } from "../../generator/src/json.ts";
import { type Spec, parseSpec } from "../../generator/src/read-spec.ts";

/** Two documents and what the comparison must say of them. */
export interface Fixture {
  readonly name: string;
  readonly family: string;
  readonly before: Spec;
  readonly after: Spec;
  readonly wire: Bump;
  readonly types: Bump;
  /** Every rule that fires, sorted. */
  readonly rules: readonly string[];
  readonly where: string | undefined;
}

/** `[wire, types, rule…]`. */
type Verdict = readonly [Bump, Bump, ...string[]];

/**
 * An entry of a fixture file. Either two schemas, tried in a request and in a response (`request`, `response`, and `back…`
 * for the way back), or two parts of a document (`expect` and `back`).
 */
interface Entry {
  readonly name: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly expect?: Verdict;
  readonly back?: Verdict;
  readonly request?: Verdict;
  readonly response?: Verdict;
  readonly backRequest?: Verdict;
  readonly backResponse?: Verdict;
  readonly where?: string;
  /** Further named schemas, on both sides. */
  readonly schemas?: JsonObject;
}

const folder = join(import.meta.dirname, "fixtures");

export function readFixtures(): Fixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .flatMap((name) => {
      const entries = load(readFileSync(join(folder, name), "utf8")) as Entry[];
      return entries.flatMap((entry) => expand(entry, name.replace(".yaml", "")));
    });
}

function expand(entry: Entry, family: string): Fixture[] {
  const directions = [
    ["", entry.expect, false, asDocument],
    [", back", entry.back, true, asDocument],
    [" (request)", entry.request, false, inRequest],
    [" (request, back)", entry.backRequest, true, inRequest],
    [" (response)", entry.response, false, inResponse],
    [" (response, back)", entry.backResponse, true, inResponse],
  ] as const;
  return directions.flatMap(([suffix, verdict, isBack, build]) => {
    if (!verdict) return [];
    const [wire, types, ...rules] = verdict;
    const read = (side: JsonValue, which: string) =>
      parseSpec(dump(withSchemas(build(side), entry.schemas)), `${entry.name}${suffix} ${which}`);
    return [
      {
        name: `${entry.name}${suffix}`,
        family,
        before: read(isBack ? entry.after : entry.before, "before"),
        after: read(isBack ? entry.before : entry.after, "after"),
        wire,
        types,
        rules: rules.toSorted(),
        where: isBack ? undefined : entry.where,
      },
    ];
  });
}

const base = { openapi: "3.1.0", info: { title: "Fixture", version: "1" }, paths: {} };
const done = { description: "Done" };

/** A whole document from the part that a fixture is about: `parameters`, `operation`, `schemas` or `document`. */
export function asDocument(side: JsonValue): JsonObject {
  if (!isObject(side)) throw new TypeError("A side of a fixture must be an object");
  const {
    document,
    parameters,
    operation,
    schemas,
    path = "/thing",
    method = "get",
    openapi = base.openapi,
  } = side;
  const made = {
    operationId: "getThing",
    responses: { "200": done },
    ...(parameters !== undefined && { parameters }),
  };
  const isEmpty = document !== undefined && parameters === undefined && operation === undefined;
  const paths = isEmpty
    ? {}
    : { [String(path)]: { [String(method)]: { ...made, ...(isObject(operation) && operation) } } };
  const whole = { ...base, openapi, paths, ...(schemas !== undefined && { components: { schemas } }) };
  return isObject(document) ? mergeObjects(whole, document) : whole;
}

function mergeObjects(a: JsonObject, b: JsonObject): JsonObject {
  const result = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = result[key];
    result[key] = isObject(known) && isObject(value) ? mergeObjects(known, value) : value;
  }
  return result;
}

const thing = { $ref: "#/components/schemas/Thing" };

function thingOf(schema: JsonValue): JsonObject {
  return { type: "object", required: ["value"], properties: { value: schema } };
}

/** The schema as the property `value` of a `Thing` that is sent. */
export function inRequest(schema: JsonValue): JsonObject {
  return asDocument({
    method: "post",
    operation: {
      operationId: "makeThing",
      requestBody: { required: true, content: { "application/json": { schema: thing } } },
    },
    schemas: { Thing: thingOf(schema) },
  });
}

/** The schema as the property `value` of a `Thing` that is answered. */
export function inResponse(schema: JsonValue): JsonObject {
  return asDocument({
    operation: { responses: { "200": { ...done, content: { "application/json": { schema: thing } } } } },
    schemas: { Thing: thingOf(schema) },
  });
}

function withSchemas(document: JsonObject, schemas: JsonObject | undefined): JsonObject {
  return schemas ? mergeObjects(document, { components: { schemas } }) : document;
}
