import { printable } from "../printable.js";
import type { Claims } from "./claims.js";
import { TokenError } from "./token-verifier.js";

/** What a token must be made for. */
export interface ExpectedAudience {
  /** `/api/hubs/chat/:send` or `/client/`. */
  readonly path: string;
  /** Only for clients: the hub they ask for. */
  readonly hub?: string;
}

export interface AudienceRules {
  /** Origin in the connection string. */
  readonly origin: string;
  readonly strict: boolean;
  readonly isAllowedHost: (host: string) => boolean;
}

/**
 * Compares the `aud` claim with the request. By default it also takes what real SDKs send: another spelling of the
 * loopback host, a query, the hub in another case, no port, or the one that a container is published on, which the emulator
 * cannot know. Strictly, it takes none of these but the hub in lower case or percent-encoded.
 *
 * @throws {TokenError}
 */
export function checkAudience(claims: Claims, expected: ExpectedAudience, rules: AudienceRules): void {
  const audiences: readonly unknown[] = Array.isArray(claims["aud"]) ? claims["aud"] : [claims["aud"]];
  const wanted = spellings(expected).map((target) => `${rules.origin}${target}`);
  for (const audience of audiences) {
    if (wanted.some((spelling) => spelling === audience)) return;
    if (!rules.strict && typeof audience === "string" && means(audience, expected, rules)) return;
  }
  const [first] = audiences;
  const got = typeof first === "string" ? `'${printable(first)}'` : "none";
  throw new TokenError(
    `The token audience does not match; expected '${printable(wanted[0] ?? "")}', not ${got}`,
  );
}

/** The hub as the client asks for it; tokens have it in lower case too (as `:generateToken` makes them), or encoded. */
function spellings({ path, hub }: ExpectedAudience): readonly string[] {
  if (hub === undefined) return [path];
  return [hub, hub.toLowerCase()].flatMap((name) => [
    `${path}?hub=${name}`,
    `${path}?hub=${encodeURIComponent(name)}`,
  ]);
}

function means(audience: string, expected: ExpectedAudience, rules: AudienceRules): boolean {
  let url: URL;
  try {
    url = new URL(audience);
  } catch {
    return false;
  }
  if (url.protocol !== new URL(rules.origin).protocol || !rules.isAllowedHost(url.hostname)) return false;
  if (!samePath(url.pathname, expected.path)) return false;
  return (
    expected.hub === undefined || url.searchParams.get("hub")?.toLowerCase() === expected.hub.toLowerCase()
  );
}

/** Same segments after decoding; the hub, third segment of an API path, in any case. */
function samePath(left: string, right: string): boolean {
  const a = segments(left);
  const b = segments(right);
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  const hubIndex = b.indexOf("hubs") + 1;
  return a.every(
    (segment, index) =>
      segment === b[index] ||
      (index === hubIndex && hubIndex > 0 && segment.toLowerCase() === b[index]?.toLowerCase()),
  );
}

function segments(path: string): readonly string[] | undefined {
  try {
    const parts = path.split("/").map((part) => decodeURIComponent(part));
    if (parts.at(-1) === "") parts.pop();
    return parts;
  } catch {
    return undefined;
  }
}
