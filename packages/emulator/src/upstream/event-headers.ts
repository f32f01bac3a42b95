import { createHmac } from "node:crypto";
import type { UpstreamConnection, ClientEvent } from "./upstream.js";
import { toWellFormed } from "./well-formed.js";

/** The `X-ASRS-*` headers of a webhook request, signed with each of the keys. */
export function eventHeaders(event: ClientEvent, accessKeys: readonly string[]): Record<string, string> {
  const { connectionId, hub, category, userId, claims, query } = event;
  return {
    "x-asrs-connection-id": connectionId,
    "x-asrs-hub": hub,
    "x-asrs-category": category,
    "x-asrs-event": encode(event.event, special),
    ...(userId !== undefined && { "x-asrs-user-id": encode(userId, special) }),
    "x-asrs-user-claims": encodeClaims(claims),
    // A query is percent-encoded by the client already.
    "x-asrs-client-query": encode(query, /[^ -~]/gu),
    "x-asrs-signature": accessKeys.map((key) => signatureOf(key, connectionId)).join(","),
  };
}

function signatureOf(key: string, connectionId: string): string {
  return `sha256=${createHmac("sha256", key).update(connectionId).digest("hex").toUpperCase()}`;
}

/**
 * `type: value, type: value`. A comma inside a claim would start another claim, and a colon with a space would end the
 * type early, so both are encoded there. A list-valued claim is one pair per item, as .NET reads it from a token.
 */
function encodeClaims(claims: UpstreamConnection["claims"]): string {
  return Object.entries(claims)
    .flatMap(([type, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: unknown) => {
        const text = typeof item === "string" ? item : (JSON.stringify(item) ?? "");
        return `${encode(type, specialInClaimType)}: ${encode(text, specialInClaim)}`;
      }),
    )
    .join(", ");
}

/** `%`, spaces at both ends, and everything outside printable ASCII. */
const special = /%|[^ -~]|^ | $/gu;
const specialInClaim = /%|[^ -~]|^ | $|,/gu;
const specialInClaimType = /%|[^ -~]|^ | $|,|:(?= |$)/gu;

/**
 * Text that a header carries unchanged: what is special becomes `%XX` of its UTF-8 bytes, and `decodeURIComponent`
 * restores it. That is our choice (docs/decisions/0041): no public source says what the service does.
 */
function encode(text: string, pattern: RegExp): string {
  return toWellFormed(text).replaceAll(pattern, (character) => encodeURIComponent(character));
}
