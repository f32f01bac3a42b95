import type { Claims } from "./claims.js";

/** Spellings of the user id, the first one present wins (Azure/azure-signalr, Constants.cs and emulator). */
const userIdClaims = [
  "asrs.s.uid",
  "nameid",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
  "sub",
];

export function userIdOf(claims: Claims): string | undefined {
  for (const name of userIdClaims) {
    const value = claims[name];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "string" && first !== "") return first;
  }
  return undefined;
}
