import { type AudienceRules, type ExpectedAudience, checkAudience } from "./audience.js";
import { isForEntra } from "./entra-token.js";
import type { Claims } from "./claims.js";
import { TokenError, type TokenVerifier, readUnverified } from "./token-verifier.js";

/** Refusal with the value of `WWW-Authenticate`. */
export class Unauthorized extends Error {
  override readonly name = "Unauthorized";
  readonly challenge: string;

  constructor(reason: string, kind: "missing" | "invalid") {
    super(reason);
    this.challenge =
      kind === "missing" ? "Bearer" : `Bearer error="invalid_token", error_description="${reason}"`;
  }
}

export class Authenticator {
  readonly #verifier: TokenVerifier;
  readonly #rules: AudienceRules;
  readonly #acceptUnvalidatedEntraTokens: boolean;

  constructor(
    verifier: TokenVerifier,
    rules: AudienceRules,
    options: { readonly acceptUnvalidatedEntraTokens: boolean },
  ) {
    this.#verifier = verifier;
    this.#rules = rules;
    this.#acceptUnvalidatedEntraTokens = options.acceptUnvalidatedEntraTokens;
  }

  /**
   * The claims of a token that is genuine, alive and made for this request.
   *
   * @param options.remember False for a token that is hardly seen again.
   * @throws {Unauthorized}
   */
  authenticate(
    token: string | undefined,
    expected: ExpectedAudience,
    options: { readonly remember?: boolean } = {},
  ): Claims {
    if (token === undefined || token === "") {
      throw new Unauthorized("The request has no bearer token", "missing");
    }
    try {
      const claims = this.#verifier.verify(token, options);
      checkAudience(claims, expected, this.#rules);
      return claims;
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      // Clients never come with a token of Microsoft Entra.
      const claims = expected.hub === undefined ? readUnverified(token) : undefined;
      if (claims === undefined || !isForEntra(claims)) throw new Unauthorized(error.message, "invalid");
      return this.#checkEntra(claims);
    }
  }

  /** Lets the token in unvalidated when the options say so. @throws {Unauthorized} */
  #checkEntra(claims: Claims): Claims {
    if (!this.#acceptUnvalidatedEntraTokens) throw new Unauthorized(entraRefused, "invalid");
    try {
      this.#verifier.checkLifetime(claims);
      return claims;
    } catch (error) {
      if (error instanceof TokenError) throw new Unauthorized(error.message, "invalid");
      throw error;
    }
  }
}

const entraRefused =
  "The token is from Microsoft Entra, which the emulator cannot validate; start it with --accept-unvalidated-entra-tokens to accept such tokens without validation";

/** The token in an `Authorization` header, or undefined when the header is missing or of another scheme. */
export function bearerToken(header: string | undefined): string | undefined {
  return header !== undefined && header.slice(0, 7).toLowerCase() === "bearer "
    ? header.slice(7).trim()
    : undefined;
}
