import type { Claims } from "./claims.js";

/**
 * Whether a connection is to end because its token has expired. Only tokens that ask for it end their connection
 * (Azure/azure-signalr specs/CloseOnAuthenticationExpire.md); their claims are whatever the signer wrote.
 */
export function endsWithToken(claims: Claims, nowInMs: number): boolean {
  const { "asrs.s.coae": closes, "asrs.s.aeo": expiresAt } = claims;
  const asks = closes === true || (typeof closes === "string" && closes.toLowerCase() === "true");
  if (!asks || (typeof expiresAt !== "string" && typeof expiresAt !== "number")) return false;
  return nowInMs / 1000 > Number(expiresAt);
}
