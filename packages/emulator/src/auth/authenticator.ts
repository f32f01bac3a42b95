import { type AudienceRules, type ExpectedAudience, checkAudience } from "./audience.js";
import { type Claims, TokenError, type TokenVerifier } from "./token-verifier.js";

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

  constructor(verifier: TokenVerifier, rules: AudienceRules) {
    this.#verifier = verifier;
    this.#rules = rules;
  }

  /** The claims of a token that is genuine, alive and made for this request. @throws {Unauthorized} */
  authenticate(token: string | undefined, expected: ExpectedAudience): Claims {
    if (token === undefined || token === "") {
      throw new Unauthorized("The request has no bearer token", "missing");
    }
    try {
      const claims = this.#verifier.verify(token);
      checkAudience(claims, expected, this.#rules);
      return claims;
    } catch (error) {
      if (error instanceof TokenError) throw new Unauthorized(error.message, "invalid");
      throw error;
    }
  }
}

/** The token in an `Authorization` header, or undefined when the header is missing or of another scheme. */
export function bearerToken(header: string | undefined): string | undefined {
  return header !== undefined && header.slice(0, 7).toLowerCase() === "bearer "
    ? header.slice(7).trim()
    : undefined;
}
