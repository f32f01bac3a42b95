import { SignalRAuthError } from "./errors.js";
import { isUpstreamClaimName, isUpstreamText } from "./upstream-text.js";

/** Value of a claim: any JSON value. */
export type ClaimValue =
  | string
  | number
  | boolean
  | null
  | readonly ClaimValue[]
  | { readonly [name: string]: ClaimValue };

/** Custom claims by name. Claims whose value is `undefined` are omitted. */
export type CustomClaims = Readonly<Record<string, ClaimValue | undefined>>;

// Claims that a JSON Web Token library interprets itself; the service unwraps `asrs.u.<name>`.
// Source: Azure/azure-signalr, `Constants.cs` and `ClaimsUtility.cs`.
const wrapped: ReadonlySet<string> = new Set(
  "aud exp iat nbf iss actort acr azp c_hash jti nonce".split(" "),
);

// Claims that identify the user, in lower case because .NET compares claim names case-insensitively. Without a `userId`, such a
// claim would turn an anonymous client into that user; with a `userId`, a webhook would see two user IDs.
// Source: Azure/azure-signalr, `ClaimsUtility.cs`.
const userIdClaims: ReadonlySet<string> = new Set([
  "nameid",
  "sub",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
]);

/** Converts custom claims to the form in which a client token contains them. */
export function customClaims(claims: CustomClaims, allowAmbiguous: boolean): [string, ClaimValue][] {
  const result: [string, ClaimValue][] = [];
  for (const [name, value] of Object.entries(claims)) {
    if (value === undefined) continue;
    assertClaimName(name);
    if (!allowAmbiguous) assertClaimValue(name, value);
    result.push([wrapped.has(name) ? `asrs.u.${name}` : name, value]);
  }
  return result;
}

function assertClaimName(name: string): void {
  if (/^asrs\./i.test(name)) {
    throw new SignalRAuthError(
      "claim-invalid",
      "Claim names that start with asrs. are reserved for the service",
    );
  }
  if (userIdClaims.has(name.toLowerCase())) {
    throw new SignalRAuthError("claim-invalid", `The claim ${name} is the user id; pass userId instead`);
  }
  if (!isUpstreamClaimName(name)) {
    throw new SignalRAuthError(
      "claim-invalid",
      "A claim name must not be empty, contain a comma, ': ', a control character or an escape such as %2C, " +
        "or start or end with white space",
    );
  }
}

/** Checks every string in the value, because it may be user input: a webhook would read `eve, role: admin` as two claims. */
function assertClaimValue(claim: string, value: ClaimValue): void {
  JSON.stringify(value, (name, inner: unknown) => {
    if (isUpstreamText(name) && (typeof inner !== "string" || isUpstreamText(inner))) return inner;
    throw new SignalRAuthError(
      "claim-invalid",
      `The claim '${claim}' contains a comma, a control character, an escape such as %2C, or white space at its start ` +
        "or end, and upstream webhooks would misread it. Encode the value without percent signs, " +
        "for example with base64url, or set allowAmbiguousClaims if none of your webhooks reads claims",
    );
  });
}
