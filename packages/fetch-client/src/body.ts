import type { ClientContext } from "./context.js";

/** What `fetch` takes as a body; `BodyInit` has no global name in Node's own types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/**
 * A request body of bytes. A stream can be sent once only, so a call with one is never repeated.
 *
 * `Uint8Array` without an argument, since compilers before TypeScript 5.7 know it without one only.
 */
export type BytesBody = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/** Writes a value as bytes of a media type. */
export type BodyEncoder = (value: unknown) => Uint8Array;

/**
 * Writes the body of a request.
 *
 * @param headers With the content type of the body.
 * @throws {TypeError} when it cannot be written.
 */
export type BodyWriter = (
  value: unknown,
  headers: Record<string, string>,
  operation: { readonly id: string },
  context: ClientContext,
) => RequestBody;

/** Why the arguments of an operation cannot be sent. */
export function argumentError({ id }: { readonly id: string }, reason: string, cause?: unknown): TypeError {
  return new TypeError(`${id}: ${reason}`, { cause });
}

/** Whether a media type is JSON, parameters such as a character set aside. */
export function isJson(mediaType: string): boolean {
  return /[/+]json\s*($|;)/i.test(mediaType);
}

/** Writes JSON. */
export const writeJson: BodyWriter = (value, headers, operation) => {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    throw argumentError(operation, `bytes need a contentType other than ${headers["content-type"]}`);
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw argumentError(operation, "the body cannot be written as JSON");
  return text;
};

/** Writes JSON, bytes, and what the application has an encoder for. */
export const writeBytes: BodyWriter = (value, headers, operation, context) => {
  const contentType = headers["content-type"] as string;
  if (isJson(contentType)) return writeJson(value, headers, operation, context);
  const encode = context.encoders?.[contentType];
  const sent = encode && !isBytes(value) ? encode(value) : value;
  if (!isBytes(sent)) {
    throw argumentError(operation, `a body of type ${contentType} must be bytes or have an encoder`);
  }
  try {
    // Looks at a stream and leaves it as it is.
    if (isStream(sent)) void new Response(sent);
  } catch (cause) {
    throw argumentError(operation, "the body has been read already", cause);
  }
  return sent as RequestBody;
};

/** Writes text as well. */
export const writeText: BodyWriter = (value, headers, operation, context) =>
  typeof value === "string" && /^text\/|[/+]xml/.test(headers["content-type"] ?? "")
    ? value
    : writeBytes(value, headers, operation, context);

/** Bytes come in many classes; `fetch` would send "[object Object]" for one that it does not know, and nothing for null. */
function isBytes(value: unknown): boolean {
  return typeof value === "object" && !/ (Object|Array|Null)\]/.test({}.toString.call(value));
}

/** A stream can be sent once only. */
export function isStream(body: unknown): body is ReadableStream {
  return body instanceof ReadableStream;
}
