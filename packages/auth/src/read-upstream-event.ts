import { SignalRAuthError } from "./errors.js";
import { numberOption } from "./number-option.js";
import { readUpstreamBody } from "./upstream-body.js";
import type { UpstreamEvent, UpstreamEventBase } from "./upstream-event.js";
import { invalidRequest, messageFromJson, messageFromMessagePack } from "./upstream-message.js";
import { verifyUpstreamSignature } from "./upstream-signature.js";
import { decodeUpstreamText } from "./upstream-text.js";

/** Options of {@link readUpstreamEvent}. */
export interface ReadUpstreamEventOptions {
  /** Maximum length of the body, in bytes. Default: 1,048,576 (1 MiB). */
  readonly maxBodyBytes?: number;
  /**
   * Decodes MessagePack bodies, for example `decode` of `@msgpack/msgpack`. Without it, MessagePack bodies are rejected.
   *
   * Bodies that are nested deeper than 64 levels, or declare more items than they have bytes, are rejected before decoding,
   * because they would exhaust the stack or the memory of most decoders. Do not enable extension types that create anything but
   * plain data, and set the limits of your decoder where it has any.
   *
   * @example
   * ```ts
   * import { parseUpstreamRequest } from "@x/auth";
   * import { decode } from "@msgpack/msgpack";
   *
   * const decodeMessagePack = (body: Uint8Array) =>
   *   decode(body, { maxArrayLength: 1000, maxMapLength: 1000, maxStrLength: 100_000, maxExtLength: 12 });
   *
   * export function upstream(request: Request) {
   *   return parseUpstreamRequest(request, {
   *     accessKeys: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
   *     decodeMessagePack,
   *   });
   * }
   * ```
   */
  readonly decodeMessagePack?: (bytes: Uint8Array) => unknown;
}

/** Options of {@link parseUpstreamRequest}. */
export interface ParseUpstreamRequestOptions extends ReadUpstreamEventOptions {
  /** One or both access keys of the resource. The signature of the request must match one of them. */
  readonly accessKeys: string | readonly string[];
}

/**
 * Verifies the signature of an upstream (webhook) request and parses its event.
 *
 * The signature authenticates only the connection ID (see {@link verifyUpstreamSignature}). Never authorize based on the claims
 * of the event alone.
 *
 * @throws {SignalRAuthError} `upstream-signature-invalid` (respond with 401), `upstream-request-invalid` (respond with 400),
 * `upstream-request-too-large` (respond with 413), `access-key-invalid`
 * @throws {TypeError | RangeError} If `maxBodyBytes` is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { parseUpstreamRequest } from "@x/auth";
 *
 * export async function handler(request: Request): Promise<Response> {
 *   const event = await parseUpstreamRequest(request, {
 *     accessKeys: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 *   });
 *   if (event.type === "invocation") console.log(event.target, event.arguments);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export async function parseUpstreamRequest(
  request: Request,
  options: ParseUpstreamRequestOptions,
): Promise<UpstreamEvent> {
  const maxBodyBytes = bodyLimit(options);
  const { headers } = request;
  const connectionId = headers.get("x-asrs-connection-id");
  const signature = headers.get("x-asrs-signature");
  const genuine = await verifyUpstreamSignature({ connectionId, signature, accessKeys: options.accessKeys });
  if (!genuine) {
    throw new SignalRAuthError(
      "upstream-signature-invalid",
      "The upstream request is not signed with any of the access keys",
    );
  }
  return await readEvent(request, maxBodyBytes, options.decodeMessagePack);
}

/**
 * Parses the event of an upstream (webhook) request without verifying its sender. Use it only for requests that you have
 * authenticated in another way; with an access key, use {@link parseUpstreamRequest}, which does both.
 *
 * @throws {SignalRAuthError} `upstream-request-invalid` (respond with 400), `upstream-request-too-large` (respond with 413)
 * @throws {TypeError | RangeError} If `maxBodyBytes` is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { readUpstreamEvent } from "@x/auth";
 *
 * export async function handler(request: Request): Promise<Response> {
 *   if (new URL(request.url).searchParams.get("code") !== "fake-secret") return new Response(null, { status: 401 });
 *   const event = await readUpstreamEvent(request);
 *   console.log(event.type, event.connectionId);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export async function readUpstreamEvent(
  request: Request,
  options: ReadUpstreamEventOptions = {},
): Promise<UpstreamEvent> {
  return await readEvent(request, bodyLimit(options), options.decodeMessagePack);
}

function bodyLimit({ maxBodyBytes = 1_048_576 }: ReadUpstreamEventOptions): number {
  return numberOption("maxBodyBytes", maxBodyBytes);
}

async function readEvent(
  request: Request,
  maxBodyBytes: number,
  decodeMessagePack: ReadUpstreamEventOptions["decodeMessagePack"],
): Promise<UpstreamEvent> {
  const { headers } = request;
  const connectionId = headers.get("x-asrs-connection-id");
  const hub = headers.get("x-asrs-hub");
  if (request.method !== "POST" || connectionId === null || hub === null) {
    throw invalidRequest(
      "An upstream request must be a POST with the headers X-ASRS-Hub and X-ASRS-Connection-Id",
    );
  }
  const userId = headers.get("x-asrs-user-id");
  const base: UpstreamEventBase = {
    hub,
    connectionId,
    ...(userId === null ? {} : { userId: decodeUpstreamText(userId) }),
    claims: readClaims(headers.get("x-asrs-user-claims")),
    query: readQuery(headers.get("x-asrs-client-query")),
  };
  const bytes = await readUpstreamBody(request, maxBodyBytes);
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const message =
    mediaType === "application/x-msgpack"
      ? messageFromMessagePack(bytes, decodeMessagePack)
      : messageFromJson(bytes);
  return { ...base, ...message };
}

function readClaims(header: string | null): UpstreamEventBase["claims"] {
  if (header === null) return [];
  return header.split(",").flatMap((pair) => {
    // The type may be a URL, so the separator is the first colon that is followed by a space.
    const colon = `${pair} `.indexOf(": ");
    if (colon < 0) return [];
    const [type, value] = [pair.slice(0, colon), pair.slice(colon + 1)];
    return [{ type: decodeUpstreamText(type.trim()), value: decodeUpstreamText(value.trim()) }];
  });
}

function readQuery(header: string | null): URLSearchParams {
  const query = new URLSearchParams(header ?? "");
  query.delete("access_token");
  return query;
}
