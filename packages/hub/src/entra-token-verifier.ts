import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** Options of {@link entraTokenVerifier}. */
export interface EntraTokenVerifierOptions {
  /** Accepted issuers (`iss`), for example `https://login.microsoftonline.com/<tenant>/v2.0`. */
  readonly issuer: string | readonly string[];
  /** Accepted audiences (`aud`): the resource that is configured in the upstream settings of the service. */
  readonly audience: string | readonly string[];
  /** URL of Entra's public keys: `https://login.microsoftonline.com/<tenant>/discovery/v2.0/keys`. */
  readonly jwksUrl: string | URL;
  /**
   * Object IDs (`oid`) of the managed identities that may call. Default: any identity of the tenant that can get a token for the
   * audience. Set it unless the application registration requires assignment.
   */
  readonly objectIds?: readonly string[];
  /** The `fetch` function that requests the keys. @defaultValue the global `fetch` */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Creates a verifier that checks the Microsoft Entra token of upstream requests, which the service sends if its upstream settings use
 * a managed identity. You do not have to configure a key: jose fetches and caches the keys of the issuer. See
 * [managed identities for upstream](https://learn.microsoft.com/azure/azure-signalr/howto-use-managed-identity).
 *
 * @returns A verifier that returns `false` if the token is missing, forged or expired, or has another issuer or audience. It rejects
 * if the keys cannot be fetched; the upstream handler then responds with 500.
 * @throws {TypeError} If `issuer` or `audience` is missing, or `jwksUrl` is not a valid URL.
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
    // jose skips these checks if the values are missing.
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

/** Tells whether the token is invalid, as opposed to the keys being unavailable. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}
