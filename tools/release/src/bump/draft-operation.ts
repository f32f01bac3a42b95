import { type JsonObject, type JsonValue, arrayAt, objectAt, stringAt } from "../../../generator/src/json.ts";
import { toPascalCase } from "../../../generator/src/names.ts";
import { differ, operationsOf, parameterKey, resolve } from "./document-parts.ts";
import { exampleOf } from "./example-values.ts";

/**
 * A new operation as the curated document might say it: what is published, with the parameters that the document shares, and
 * what most other operations have, such as security and errors. Where an example is missing, the plainest value stands in.
 *
 * @param place `GET /path`
 * @param operation The operation as it is published.
 */
export function draftOperation(
  place: string,
  operation: JsonObject,
  { curated, upstream }: { readonly curated: JsonObject; readonly upstream: JsonObject },
): JsonObject {
  const [method = "", path = ""] = place.split(" ");
  const published = stringAt(operation, "operationId") ?? place;
  const { operationId: _id, parameters: _p, tags: _t, requestBody, responses: _r, ...rest } = operation;
  const shared = sharedParameters(curated);
  const others = [...operationsOf(curated)];
  const security = mostFrequent(
    others.flatMap(([, one]) => (one.security === undefined ? [] : [one.security])),
  );
  const tags = nearest(path, others)?.tags;
  const parameters = arrayAt(operation, "parameters");
  return {
    operationId: operationIdOf(published),
    "x-upstream-operation-id": published,
    "x-retry": ["GET", "HEAD", "PUT", "DELETE"].includes(method) ? "idempotent" : "send",
    ...(tags !== undefined && { tags }),
    ...(security !== undefined && { security }),
    ...(parameters.length > 0 && {
      parameters: parameters.map((raw) => draftParameter(resolve(upstream, raw), shared, upstream)),
    }),
    ...(requestBody !== undefined && { requestBody: withExamples(resolve(upstream, requestBody), upstream) }),
    ...rest,
    responses: draftResponses(method, operation, others, upstream),
  };
}

/** The published ID without its group, as a method name: `SignalR_SendToAll` → `sendToAll`. */
function operationIdOf(published: string): string {
  const name = toPascalCase(published.replace(/^[A-Za-z0-9]+_/, ""));
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Parameters that the curated document shares, by place and name; the first of several that differ in constraints. */
export function sharedParameters(curated: JsonObject): Map<string, string> {
  const shared = new Map<string, string>();
  for (const [name, value] of Object.entries(objectAt(objectAt(curated, "components"), "parameters"))) {
    const key = parameterKey(resolve(curated, value));
    if (!shared.has(key)) shared.set(key, name);
  }
  return shared;
}

export function draftParameter(
  parameter: JsonObject,
  shared: ReadonlyMap<string, string>,
  upstream: JsonObject,
): JsonObject {
  const component = shared.get(parameterKey(parameter));
  if (component !== undefined) return { $ref: `#/components/parameters/${component}` };
  if (parameter.example !== undefined || parameter.examples !== undefined) return parameter;
  return { ...parameter, example: exampleOf(upstream, parameter) };
}

/** The published responses, and the errors that most operations with such a method declare, by reference. */
function draftResponses(
  method: string,
  operation: JsonObject,
  others: readonly (readonly [string, JsonObject])[],
  upstream: JsonObject,
): JsonObject {
  const similar = others.filter(([place]) => place.startsWith("HEAD ") === (method === "HEAD"));
  const usual: JsonObject = {};
  for (const status of new Set(similar.flatMap(([, one]) => Object.keys(objectAt(one, "responses"))))) {
    if (status.startsWith("2")) continue;
    const found = similar
      .map(([, one]) => objectAt(one, "responses")[status])
      .filter((response) => response !== undefined);
    const response = mostFrequent(found);
    if (found.length * 2 > similar.length && response !== undefined) usual[status] = response;
  }
  const published = Object.fromEntries(
    Object.entries(objectAt(operation, "responses")).map(([status, raw]) => [
      status,
      withExamples(resolve(upstream, raw), upstream),
    ]),
  );
  return { ...published, ...usual };
}

/** A body or a response whose media types each have an example. */
function withExamples(owner: JsonObject, upstream: JsonObject): JsonObject {
  const content = Object.entries(objectAt(owner, "content"));
  if (content.length === 0) return owner;
  const withExample = ([type, raw]: [string, JsonValue | undefined]): [string, JsonValue] => {
    const media = resolve(upstream, raw);
    if (!type.includes("json") || media.example !== undefined || media.examples !== undefined)
      return [type, media];
    const value = exampleOf(upstream, media);
    return [type, { ...media, examples: { drafted: { summary: "The plainest value", value } } }];
  };
  return { ...owner, content: Object.fromEntries(content.map(withExample)) };
}

/** The operation whose path begins with most of the segments of this one. */
function nearest(path: string, others: readonly (readonly [string, JsonObject])[]): JsonObject | undefined {
  const segments = path.split("/");
  const common = (place: string): number => {
    const theirs = (place.split(" ")[1] ?? "").split("/");
    const differs = segments.findIndex((segment, index) => segment !== theirs[index]);
    return differs === -1 ? segments.length : differs;
  };
  return others.toSorted(([a], [b]) => common(b) - common(a))[0]?.[1];
}

function mostFrequent(values: readonly JsonValue[]): JsonValue | undefined {
  const count = (value: JsonValue) => values.filter((other) => !differ(value, other)).length;
  return values.toSorted((a, b) => count(b) - count(a))[0];
}
