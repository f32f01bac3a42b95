import type { OperationDescriptor, QueryStyle } from "./operation.js";
import type { EncodedQuery } from "./query.js";

/** The flat argument object of a method. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What `fetch` takes as a body; `BodyInit` has no global name in Node's own types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** What openapi-fetch takes for one request. */
export interface RequestParts {
  readonly params: {
    readonly path: Record<string, unknown>;
    readonly query: Record<string, unknown>;
  };
  readonly headers: Record<string, string>;
  readonly body: RequestBody | undefined;
}

/** Modules that only some documents need; the generated factory hands them in. */
export interface Serializers {
  readonly encodeStyled?: (name: string, value: unknown, style: QueryStyle) => EncodedQuery;
  readonly serializeForm?: (value: unknown, contentType: string) => URLSearchParams | FormData;
}

/**
 * Sorts flat arguments into the places of a request.
 *
 * @throws {TypeError} when the body is missing, of a media type that the operation does not take, or not serialisable.
 */
export function toRequestParts(
  operationId: string,
  operation: OperationDescriptor,
  args: Arguments,
  { encodeStyled, serializeForm }: Serializers,
): RequestParts {
  const path: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  for (const key in operation.parameters) {
    const descriptor = operation.parameters[key];
    const [place, name = key, style] = typeof descriptor === "string" ? [descriptor] : (descriptor ?? []);
    const value = args[key];
    if (place === "path") path[name] = value;
    else if (value === undefined || value === null) continue;
    else if (place === "query")
      query[name] = style && encodeStyled ? encodeStyled(name, value, style) : value;
    else headers[name] = Array.isArray(value) ? value.join(",") : String(value);
  }
  if (operation.accept !== undefined) headers.accept = operation.accept;

  const body = serializeBody(operationId, operation, args, headers, serializeForm);
  return { params: { path, query }, headers, body };
}

function serializeBody(
  operationId: string,
  { body: mediaTypes, bodyKey = "body", bodyOptional }: OperationDescriptor,
  args: Arguments,
  headers: Record<string, string>,
  serializeForm: Serializers["serializeForm"],
): RequestBody | undefined {
  const mediaType = mediaTypes?.[0];
  if (mediaTypes === undefined || mediaType === undefined) return undefined;
  const value = args[bodyKey];
  if (value === undefined) {
    if (bodyOptional) return undefined;
    throw new TypeError(`${operationId}: the argument "${bodyKey}" is missing`);
  }
  const contentType = (args.contentType ?? mediaType) as string;
  if (!mediaTypes.includes(contentType)) {
    throw new TypeError(
      `${operationId}: contentType must be one of ${mediaTypes.join(", ")}, not ${contentType}`,
    );
  }
  if (serializeForm !== undefined && /form-data|x-www-form-urlencoded/.test(contentType)) {
    // The content type of multipart is left to `fetch`: only it knows the boundary.
    if (!contentType.startsWith("multipart/")) headers["content-type"] = contentType;
    return serializeForm(value, contentType);
  }
  headers["content-type"] = contentType;
  if (!/[/+]json($|;)/.test(contentType)) {
    if (typeof value === "object" || contentType.startsWith("text/")) return value as RequestBody;
    throw new TypeError(`${operationId}: a body of type ${contentType} must be bytes`);
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    throw new TypeError(`${operationId}: bytes need a contentType other than ${contentType}`);
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new TypeError(`${operationId}: the argument "${bodyKey}" cannot be written as JSON`);
  return text;
}
