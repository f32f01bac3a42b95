import { mergeHeaders } from "./headers.js";
import type { OperationDescriptor, ParameterPlace, QueryStyle } from "./operation.js";
import { expandPath } from "./path.js";
import { encodeForm, serializeQuery } from "./query.js";

/** The flat argument object of a method. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What `fetch` takes as a body; `BodyInit` has no global name in Node's own types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** A call on the wire, the same for all its attempts. */
export interface RequestParts {
  readonly url: string;
  /** Keyed by lower-case name. */
  readonly headers: Record<string, string>;
  readonly body: RequestBody | undefined;
  /** The arguments by place and wire name, as middleware is told them. */
  readonly params: {
    readonly path: Record<string, unknown>;
    readonly query: Record<string, unknown>;
  };
}

/** Writes a value as bytes of a media type. */
export type BodyEncoder = (value: unknown) => Uint8Array;

/** What does not depend on the call. The last two are modules that only some documents need. */
export interface RequestSettings {
  readonly baseUrl: string;
  /** Of every request, those of the operation and of the call over them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameters of every request. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly nonStringPathParameters?: readonly string[] | undefined;
  /** By media type: what the application has given to write values that are no bytes yet. */
  readonly encoders?: Readonly<Record<string, BodyEncoder | undefined>>;
  readonly encodeStyled?:
    | ((name: string, value: unknown, style: QueryStyle | undefined) => string)
    | undefined;
  readonly serializeForm?:
    | ((value: unknown, headers: Record<string, string>) => RequestBody | undefined)
    | undefined;
}

/**
 * Sorts flat arguments into the places of a request.
 *
 * @throws {InvalidPathParameterError}
 * @throws {TypeError} when the body is missing, of a media type that the operation does not take, or not serialisable.
 */
export function toRequestParts(
  settings: RequestSettings,
  operationId: string,
  operation: OperationDescriptor,
  args: Arguments,
  callHeaders: Readonly<Record<string, string>> | undefined,
): RequestParts {
  const { encodeStyled = encodeForm } = settings;
  const path: Record<string, unknown> = {};
  const query: Record<string, unknown> = { ...settings.query };
  const search = [serializeQuery(query)];
  const own: Record<string, string> = {};
  for (const key in operation.parameters) {
    const [place, name = key, style] = [operation.parameters[key]].flat() as [
      ParameterPlace,
      string?,
      QueryStyle?,
    ];
    const value = args[key];
    if (place === "path") path[name] = value;
    else if (value === undefined || value === null) continue;
    else if (place === "query") {
      query[name] = value;
      search.push(encodeStyled(name, value, style));
    } else own[name] = String(value);
  }
  if (operation.accept !== undefined) own.accept = operation.accept;
  const body = serializeBody(settings, operationId, operation, args, own);
  const url =
    settings.baseUrl +
    expandPath(operation.path, path, settings.nonStringPathParameters) +
    `?${search.filter(Boolean).join("&")}`.replace(/\?$/, "");
  return { url, headers: mergeHeaders(settings.headers, own, callHeaders), body, params: { path, query } };
}

function serializeBody(
  { serializeForm, encoders }: RequestSettings,
  operationId: string,
  { body: mediaTypes, bodyKey = "body", bodyOptional }: OperationDescriptor,
  args: Arguments,
  headers: Record<string, string>,
): RequestBody | undefined {
  if (mediaTypes === undefined) return undefined;
  const refuse = (reason: string, cause?: unknown): TypeError =>
    new TypeError(`${operationId}: ${reason}`, cause ? { cause } : {});
  const value = args[bodyKey];
  if (value === undefined) {
    if (bodyOptional) return undefined;
    throw refuse(`the argument "${bodyKey}" is missing`);
  }
  const contentType = (args.contentType ?? mediaTypes[0]) as string;
  if (!mediaTypes.includes(contentType)) {
    throw refuse(`contentType must be one of ${mediaTypes.join(", ")}, not ${contentType}`);
  }
  headers["content-type"] = contentType;
  const form = serializeForm?.(value, headers);
  if (form) return form;
  if (!/[/+]json($|;)/.test(contentType)) {
    const encode = encoders?.[contentType];
    const sent = encode && !isBytes(value) ? encode(value) : value;
    const isText = typeof sent === "string" && /^text\/|[/+]xml/.test(contentType);
    if (isText || isBytes(sent)) {
      try {
        // Looks at a stream and leaves it as it is.
        if (isStream(sent)) void new Response(sent);
      } catch (cause) {
        throw refuse("the body has been read already", cause);
      }
      return sent as RequestBody;
    }
    const hint = encoders && contentType in encoders ? " or have an encoder" : "";
    throw refuse(`a body of type ${contentType} must be bytes${hint}`);
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    throw refuse(`bytes need a contentType other than ${contentType}`);
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw refuse(`the argument "${bodyKey}" cannot be written as JSON`);
  return text;
}

/** Bytes come in many classes; `fetch` would send "[object Object]" for one that it does not know, and nothing for null. */
function isBytes(value: unknown): boolean {
  return typeof value === "object" && !/ (Object|Array|Null)\]/.test({}.toString.call(value));
}

/** A stream can be sent once only. */
export function isStream(body: unknown): body is ReadableStream {
  return body instanceof ReadableStream;
}
