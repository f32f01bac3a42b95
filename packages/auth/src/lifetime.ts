import { SignalRAuthError } from "./errors.js";

export const defaultLifetimeInSeconds = 3600;

/** No limit is documented. A day is far above any need and bounds what a stolen token is worth. */
const maximumLifetimeInSeconds = 86_400;

export function assertLifetime(expiresInSeconds: number): void {
  if (
    Number.isInteger(expiresInSeconds) &&
    expiresInSeconds >= 1 &&
    expiresInSeconds <= maximumLifetimeInSeconds
  ) {
    return;
  }
  throw new SignalRAuthError(
    "lifetime-invalid",
    `expiresInSeconds must be a whole number from 1 to ${maximumLifetimeInSeconds}`,
  );
}
