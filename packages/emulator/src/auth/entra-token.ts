import type { Claims } from "./claims.js";

/** Audience of Microsoft Entra tokens for the service (MicrosoftDocs/azure-docs, signalr-concept-authorize-azure-active-directory.md). */
const entraAudience = "https://signalr.azure.com";

/** Whether the token says that Microsoft Entra made it for the service. Says nothing about whether that is true. */
export function isForEntra(claims: Claims): boolean {
  const aud = claims["aud"];
  return aud === entraAudience || aud === `${entraAudience}/`;
}
