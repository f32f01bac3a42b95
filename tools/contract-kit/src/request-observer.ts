import type { Document, JsonObject, JsonValue } from "./document.ts";
import type { Operation, Parameter } from "./operations.ts";
import { validatorsOf } from "./validators.ts";
import { Verdict, type Violation } from "./violation.ts";

/** A request as it would go over the wire. */
export interface ObservedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
}

/** What the request was meant to carry, by wire name; absent names must be absent from the request. */
export interface Intention {
  readonly endpoint: string;
  readonly arguments: JsonObject;
  readonly body?: { readonly mediaType: string; readonly json?: JsonValue; readonly bytes?: Uint8Array };
}

/** A function to be given to a client as `fetch`: keeps each request and answers with what `respond` returns. */
export function observingFetch(respond: (request: ObservedRequest) => Response | Promise<Response>): {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly requests: ObservedRequest[];
} {
  const requests: ObservedRequest[] = [];
  return {
    requests,
    async fetch(input, init) {
      const request = new Request(input, init);
      const bytes = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
      // `Request` drops the fragment and normalizes, but the text that was passed is what counts.
      const url = typeof input === "string" ? input : request.url;
      const observed = { method: request.method, url, headers: request.headers, body: bytes };
      requests.push(observed);
      return respond(observed);
    },
  };
}

/** Compares a request with the document and, where it is known, with what it was meant to carry: nothing missing, nothing extra. */
export function checkRequest(
  document: Document,
  operation: Operation,
  request: ObservedRequest,
  intention?: Intention,
): Violation[] {
  const verdict = new Verdict(operation.operationId);
  if (request.method !== operation.method) {
    verdict.add("method", `sent ${request.method}, the document says ${operation.method}`);
  }
  if (intention && !request.url.startsWith(`${intention.endpoint}/`)) {
    verdict.add("path", `${request.url} is not under the endpoint ${intention.endpoint}`);
    return verdict.violations;
  }
  const url = new URL(request.url);
  checkPath(verdict, document, operation, url.pathname, intention);
  checkQuery(verdict, document, operation, url.searchParams, intention);
  checkBody(verdict, document, operation, request, intention);
  return verdict.violations;
}

function checkPath(
  verdict: Verdict,
  document: Document,
  operation: Operation,
  pathname: string,
  intention?: Intention,
): void {
  const template = operation.path.split("/");
  const actual = pathname.split("/");
  if (template.length !== actual.length) {
    verdict.add(
      "path",
      `${pathname} has ${actual.length - 1} segments, ${operation.path} has ${template.length - 1}`,
    );
    return;
  }
  for (const [index, segment] of template.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    const text = decodeURIComponent(actual[index] ?? "");
    if (name === undefined) {
      if (text !== segment) verdict.add("path", `segment ${index} is ${text}, the document says ${segment}`);
      continue;
    }
    if (intention && text !== intention.arguments[name])
      verdict.add("path", `{${name}} arrived as ${JSON.stringify(text)}`);
    const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
    if (!parameter) verdict.add("path", `{${name}} is not declared`);
    else verdict.addAll("path", problemsOf(document, parameter, text));
  }
}

function checkQuery(
  verdict: Verdict,
  document: Document,
  operation: Operation,
  query: URLSearchParams,
  intention?: Intention,
): void {
  const declared = operation.parameters.filter((one) => one.in === "query");
  for (const name of new Set(query.keys())) {
    if (!declared.some((one) => one.name === name)) verdict.add("query", `${name} is sent but not declared`);
  }
  for (const parameter of declared) {
    const texts = query.getAll(parameter.name);
    const meant = intention?.arguments[parameter.name];
    if (texts.length === 0) {
      if (parameter.required) verdict.add("query", `${parameter.name} is required but not sent`);
      else if (meant !== undefined && !(Array.isArray(meant) && meant.length === 0)) {
        verdict.add("query", `${parameter.name} was given but not sent`);
      }
      continue;
    }
    if (intention && meant === undefined) {
      verdict.add("query", `${parameter.name} was not given but sent as ${JSON.stringify(texts)}`);
      continue;
    }
    const value = decodeQuery(document, parameter, texts);
    if (intention && JSON.stringify(value) !== JSON.stringify(meant)) {
      verdict.add(
        "query",
        `${parameter.name} arrived as ${JSON.stringify(value)} instead of ${JSON.stringify(meant)}`,
      );
    }
    verdict.addAll("query", problemsOf(document, parameter, value));
  }
}

/** The value that the texts of one query key stand for, by the declared type. */
function decodeQuery(document: Document, parameter: Parameter, texts: readonly string[]): JsonValue {
  const { value: schema } = document.resolve(parameter.schema.pointer);
  const type =
    typeof schema === "object" && schema !== null && !Array.isArray(schema) ? schema.type : undefined;
  const [first = ""] = texts;
  if (type === "array") return parameter.explode ? [...texts] : first.split(",");
  if (texts.length > 1) return [...texts];
  if (type === "boolean" && (first === "true" || first === "false")) return first === "true";
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(first)) return Number(first);
  return first;
}

function checkBody(
  verdict: Verdict,
  document: Document,
  operation: Operation,
  request: ObservedRequest,
  intention?: Intention,
): void {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim();
  const { body } = operation;
  if (!body) {
    if (request.body && request.body.length > 0) verdict.add("body", "a body is sent but none is declared");
    return;
  }
  if (!request.body) {
    if (body.required || intention?.body) verdict.add("body", "no body is sent");
    return;
  }
  const schema = mediaType === undefined ? undefined : body.content.get(mediaType);
  if (!schema || mediaType === undefined) {
    verdict.add(
      "media type",
      `${mediaType} is sent, the document knows ${[...body.content.keys()].join(", ")}`,
    );
    return;
  }
  if (intention?.body && mediaType !== intention.body.mediaType) {
    verdict.add("media type", `${mediaType} is sent instead of ${intention.body.mediaType}`);
    return;
  }
  if (intention?.body?.bytes) {
    if (!Buffer.from(request.body).equals(Buffer.from(intention.body.bytes)))
      verdict.add("body", "other bytes arrived than were given");
    return;
  }
  if (mediaType !== "application/json") return;
  const json = parseJson(request.body);
  if (json === undefined) verdict.add("body", "the body is not JSON");
  else {
    verdict.addAll("body", validatorsOf(document).problems(schema.pointer, json));
    if (intention?.body && JSON.stringify(json) !== JSON.stringify(intention.body.json)) {
      verdict.add("body", "another value arrived than was given");
    }
  }
}

/** The JSON value in the bytes, or `undefined` when there is none. */
export function parseJson(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  } catch {
    return undefined;
  }
}

function problemsOf(document: Document, parameter: Parameter, value: JsonValue): string[] {
  return validatorsOf(document)
    .problems(parameter.schema.pointer, value)
    .map((problem) => `${parameter.in} ${parameter.name}: ${problem}`);
}
