import { type JsonObject, type Place, objectAt, stringAt } from "../json.ts";
import { hasWords, isReservedWord, toCamelCase, uniqueName } from "../names.ts";
import type { Spec } from "../read-spec.ts";
import { operationsIn, parametersOf } from "../path-items.ts";
import { mayBe } from "./type.ts";

/** An operation as it stands in the document, and the method that it becomes. */
export interface FoundOperation {
  readonly id: string;
  readonly path: string;
  readonly method: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

/** Names that an operation must not take, since the client object or the language gives them a meaning. */
const reservedMethodNames = new Set([
  "raw",
  "then",
  "constructor",
  "toString",
  "valueOf",
  "toJSON",
  "__proto__",
]);

/**
 * The operations that become methods, in the document's order.
 *
 * @param scope Name of the method that binds a parameter, which no operation may have.
 * @param warn Takes a line about each operation that is left to `raw`.
 */
export function findOperations(
  spec: Spec,
  scope: string | undefined,
  warn: (place: Place, message: string) => void,
): FoundOperation[] {
  const taken = new Set([...reservedMethodNames, ...(scope === undefined ? [] : [scope])]);
  const found: FoundOperation[] = [];
  for (const { path, method, item, operation } of operationsIn(
    objectAt(spec.document, "paths"),
    spec.resolve,
  )) {
    const refusal = reasonForNoMethod(spec, method, item, operation);
    if (refusal === undefined)
      found.push({ id: methodName(operation, method, path, taken), path, method, item, operation });
    else warn(["paths", path, method], `no method is made: ${refusal}`);
  }
  return found;
}

function methodName(operation: JsonObject, method: string, path: string, taken: Set<string>): string {
  const declared = stringAt(operation, "operationId") ?? "";
  const fallback = `${method} ${path.replaceAll(/\{([^{}]+)\}/g, " by $1 ")}`;
  const name = toCamelCase(hasWords(declared) ? declared : fallback);
  return uniqueName(isReservedWord(name) || reservedMethodNames.has(name) ? `${name}Operation` : name, taken);
}

/** What `fetch`, or a flat argument object, cannot do. */
function reasonForNoMethod(
  spec: Spec,
  method: string,
  item: JsonObject,
  operation: JsonObject,
): string | undefined {
  if (method === "trace") return "fetch sends no TRACE";
  const body = spec.resolve(operation.requestBody);
  if ((method === "get" || method === "head") && body.required === true)
    return `fetch sends no body with ${method.toUpperCase()}`;
  if (body.required === true) {
    const types = Object.keys(objectAt(body, "content"));
    if (types.length > 0 && types.every(isMediaRange))
      return `the body may be any of ${types.join(", ")}, and a request needs one media type`;
  }
  return unsupportedPathParameter(spec, item, operation) ?? endlessAnswer(spec, operation);
}

function unsupportedPathParameter(spec: Spec, item: JsonObject, operation: JsonObject): string | undefined {
  for (const parameter of pathParameters(spec, item, operation)) {
    const isSimple = mayBe(spec, parameter.schema, ["string", "integer", "number", "boolean"]);
    const style = stringAt(parameter, "style") ?? "simple";
    if (!isSimple || style !== "simple" || parameter.content !== undefined) {
      return `path parameter ${stringAt(parameter, "name")} is not a simple value of style simple`;
    }
  }
  return undefined;
}

/** A stream of events does not end, so there is nothing that a method could resolve to. */
function endlessAnswer(spec: Spec, operation: JsonObject): string | undefined {
  const successes = Object.entries(objectAt(operation, "responses")).filter(([status]) =>
    status.startsWith("2"),
  );
  const mediaTypes = successes.flatMap(([, raw]) => Object.keys(objectAt(spec.resolve(raw), "content")));
  return mediaTypes.length > 0 && mediaTypes.every(isEventStream)
    ? `the answer is a stream of events (${mediaTypes[0]}): read it with raw and parseAs: "stream"`
    : undefined;
}

export function isEventStream(mediaType: string): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(mediaType);
}

/** `image/*`: several media types, of which a request must choose one. JSON stands in for `*` `/` `*`. */
export function isMediaRange(mediaType: string): boolean {
  return /^[^*]+\/\*/.test(mediaType);
}

export function pathParameters(spec: Spec, item: JsonObject, operation: JsonObject): JsonObject[] {
  return parametersOf(item, operation, spec.resolve)
    .map(({ parameter }) => parameter)
    .filter((parameter) => parameter.in === "path");
}
