import * as fc from "fast-check";
import type { Document, JsonObject, JsonValue } from "./document.ts";
import { validInstances } from "./instances.ts";
import type { Operation } from "./operations.ts";
import type { Intention } from "./request-observer.ts";

/** Arguments of one call and what they must look like on the wire. */
export interface Call {
  /** The flat argument object: wire names, and `body` (with `contentType` for bytes). */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly intention: Intention;
}

export interface CallOptions {
  readonly endpoint: string;
  readonly count: number;
  readonly seed?: number;
}

/**
 * Calls of an operation: the document's own example, the least, and random ones, in JSON and in bytes where declared.
 * Path values that a URL cannot carry (`''`, `.`, `..`) are left out: the client refuses them by contract.
 */
export function callsOf(document: Document, operation: Operation, options: CallOptions): Call[] {
  const exemplary = exampleArguments(operation);
  const calls: Call[] = [];
  const add = (values: JsonObject, body?: Intention["body"]): void => {
    calls.push(makeCall(document, operation, options.endpoint, values, body));
  };

  const bodies = bodiesOf(document, operation, options.count, options.seed ?? 1);
  const [first] = bodies;
  add(exemplary, first);
  add(onlyRequired(operation, exemplary), first);
  for (const body of bodies.slice(1)) add(onlyRequired(operation, exemplary), body);
  for (const values of randomArguments(document, operation, options.count, options.seed ?? 1))
    add(values, first);
  return calls;
}

/** The values that the document's own parameter examples give. */
export function exampleArguments(operation: Operation): JsonObject {
  const values: JsonObject = {};
  for (const parameter of operation.parameters) {
    if (parameter.example !== undefined) values[parameter.name] = parameter.example;
  }
  return values;
}

function onlyRequired(operation: Operation, values: JsonObject): JsonObject {
  const required = new Set(operation.parameters.filter((one) => one.required).map((one) => one.name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => required.has(name)));
}

function randomArguments(
  document: Document,
  operation: Operation,
  count: number,
  seed: number,
): JsonObject[] {
  const model: Record<string, fc.Arbitrary<JsonValue>> = {};
  for (const parameter of operation.parameters) {
    const values = validInstances(document, parameter.schema);
    model[parameter.name] =
      parameter.in === "path"
        ? values.filter((value) => fitsPath(value))
        : parameter.in === "header"
          ? values.map((value) => asHeader(value))
          : values;
  }
  const requiredKeys = operation.parameters.filter((one) => one.required).map((one) => one.name);
  return fc.sample(fc.record(model, { requiredKeys }) as fc.Arbitrary<JsonObject>, { numRuns: count, seed });
}

function fitsPath(value: JsonValue): boolean {
  return typeof value === "string" && !["", ".", ".."].includes(value) && isWellFormed(value);
}

/** A text without what no header can carry; spaces around it would be trimmed on the way. */
function asHeader(value: JsonValue): JsonValue {
  return typeof value === "string" ? value.replaceAll(/[^!-~]/g, "-") : value;
}

function bodiesOf(
  document: Document,
  operation: Operation,
  count: number,
  seed: number,
): NonNullable<Intention["body"]>[] {
  const bodies: NonNullable<Intention["body"]>[] = [];
  for (const [mediaType, schema] of operation.body?.content ?? []) {
    if (mediaType === "application/json") {
      const example = operation.body?.examples.get(mediaType);
      if (example !== undefined) bodies.push({ mediaType, json: example });
      for (const json of fc.sample(validInstances(document, schema), { numRuns: count, seed }))
        bodies.push({ mediaType, json });
    } else {
      bodies.push({ mediaType, bytes: new Uint8Array([0x81, 0xa1, 0x61, 0xff, 0x00, 0x1e]) });
    }
  }
  return bodies;
}

function makeCall(
  document: Document,
  operation: Operation,
  endpoint: string,
  values: JsonObject,
  body: Intention["body"],
): Call {
  const version = versionParameter(document);
  const { [version]: _own, ...given } = values;
  const declaresVersion = operation.parameters.some((one) => one.name === version);
  const apiVersion = (document.root.info as JsonObject).version;
  return {
    arguments: { ...given, ...argumentsOfBody(body) },
    intention: {
      endpoint,
      arguments: declaresVersion && apiVersion !== undefined ? { ...given, [version]: apiVersion } : given,
      ...(body ? { body } : {}),
    },
  };
}

function argumentsOfBody(body: Intention["body"]): Record<string, unknown> {
  if (!body) return {};
  return body.bytes ? { body: body.bytes, contentType: body.mediaType } : { body: body.json };
}

function versionParameter(document: Document): string {
  const client = (document.root.info as JsonObject)["x-client"] as JsonObject | undefined;
  return String(client?.apiVersionParameter ?? "");
}

/** Whether the text has no lone surrogate (`String.isWellFormed` is younger than the library we compile for). */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
