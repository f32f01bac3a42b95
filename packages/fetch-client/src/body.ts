import type { ClientContext } from "./context.js";

/** Body that `fetch` accepts. Node's own types have no global `BodyInit`. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/**
 * A binary request body. A call with a stream is never retried, because a stream can be sent only once.
 *
 * `Uint8Array` has no type argument here, because it takes none before TypeScript 5.7.
 */
export type BytesBody = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/** Encodes a value in a media type. */
export type BodyEncoder = (value: unknown) => Uint8Array;

/**
 * Serializes the body of a request.
 *
 * @param headers Headers, including the content type of the body.
 * @throws {TypeError} If the body cannot be serialized.
 */
export type BodyWriter = (
  value: unknown,
  headers: Record<string, string>,
  operation: { readonly id: string },
  context: ClientContext,
) => RequestBody;

/** Creates the error for invalid arguments of an operation. */
export function argumentError({ id }: { readonly id: string }, reason: string, cause?: unknown): TypeError {
  return new TypeError(`${id}: ${reason}`, { cause });
}

/** Tells whether a media type is JSON, ignoring parameters such as the character set. */
export function isJson(mediaType: string): boolean {
  return /[/+]json\s*($|;)/i.test(mediaType);
}

/** Serializes JSON. */
export const writeJson: BodyWriter = (value, headers, operation) => {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    throw argumentError(operation, `bytes need a contentType other than ${headers["content-type"]}`);
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw argumentError(operation, "the body cannot be written as JSON");
  return text;
};

/** Serializes JSON, bytes, and values for which the application provides an encoder. */
export const writeBytes: BodyWriter = (value, headers, operation, context) => {
  const contentType = headers["content-type"] as string;
  if (isJson(contentType)) return writeJson(value, headers, operation, context);
  const encode = context.encoders?.[contentType];
  const sent = encode && !isBytes(value) ? encode(value) : value;
  if (!isBytes(sent)) {
    throw argumentError(operation, `a body of type ${contentType} must be bytes or have an encoder`);
  }
  try {
    // Throws if the stream was read, without reading it.
    if (isStream(sent)) void new Response(sent);
  } catch (cause) {
    throw argumentError(operation, "the body has been read already", cause);
  }
  return sent as RequestBody;
};

/** Same as {@link writeBytes}, and also text. */
export const writeText: BodyWriter = (value, headers, operation, context) =>
  typeof value === "string" && /^text\/|[/+]xml/.test(headers["content-type"] ?? "")
    ? value
    : writeBytes(value, headers, operation, context);

/** Accepts the many classes of bytes, but not values for which `fetch` would send "[object Object]" or, for null, nothing. */
function isBytes(value: unknown): boolean {
  return typeof value === "object" && !/ (Object|Array|Null)\]/.test({}.toString.call(value));
}

/** Tells whether a body is a stream, which can be sent only once. */
export function isStream(body: unknown): body is ReadableStream {
  return body instanceof ReadableStream;
}
