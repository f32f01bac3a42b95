import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** Options of {@link entraTokenVerifier}. */
export interface EntraTokenVerifierOptions {
  /** The `iss` of the tokens, for example `https://login.microsoftonline.com/<tenant>/v2.0`. */
  readonly issuer: string | readonly string[];
  /** The `aud` of the tokens: the resource that the upstream settings of the service name. */
  readonly audience: string | readonly string[];
  /** Where Entra publishes its keys: `https://login.microsoftonline.com/<tenant>/discovery/v2.0/keys`. */
  readonly jwksUrl: string | URL;
  /**
   * Object ids of the managed identities that may call (`oid`). Without it any identity of the tenant that Entra gives a
   * token for the audience may; give it unless the application requires assignment.
   */
  readonly objectIds?: readonly string[];
  /** What fetches the keys. @defaultValue the global `fetch` */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Checks the Microsoft Entra token that the service sends when its upstream settings use a managed identity. No key has to
 * be configured: the keys of the issuer are fetched and kept by jose. See
 * [managed identities for upstream](https://learn.microsoft.com/azure/azure-signalr/howto-use-managed-identity).
 *
 * @returns a verifier that is `false` for a missing, forged or expired token and for one of another issuer or audience. It
 * throws when the keys cannot be fetched, and the response is a 500 then.
 *
 * @example
 * ```ts
 * import { entraTokenVerifier } from "@x/hub/upstream";
 *
 * const verify = entraTokenVerifier({
 *   issuer: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
 *   audience: "api://fake-upstream",
 *   jwksUrl: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/discovery/v2.0/keys",
 * });
 * console.log(await verify(new Request("https://app.example/upstream", { method: "POST" }))); // false
 * ```
 */
export function entraTokenVerifier(options: EntraTokenVerifierOptions): UpstreamVerifier {
  const { issuer, audience, objectIds, fetch } = options;
  for (const [name, value] of Object.entries({ issuer, audience }))
    // jose does not check what it is not given.
    if (value === undefined || value.length === 0) throw new TypeError(`entraTokenVerifier needs an ${name}`);
  const keys = createRemoteJWKSet(
    new URL(options.jwksUrl),
    fetch === undefined ? {} : { [customFetch]: fetch },
  );
  return async ({ headers }) => {
    const token = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (token === undefined) return false;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: listOf(issuer),
        audience: listOf(audience),
        algorithms: ["RS256"],
        requiredClaims: ["exp"],
      });
      return objectIds === undefined || objectIds.includes(String(payload["oid"]));
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };
}

function listOf(value: string | readonly string[]): string[] {
  return typeof value === "string" ? [value] : [...value];
}

/** Whether the token is at fault, and not the way to the keys. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}
