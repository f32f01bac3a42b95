import { SignalRAuthError } from "./errors.js";

export const defaultLifetimeInSeconds = 3600;

/** The service documents no limit. A day is more than any caller needs, and limits the value of a stolen token. */
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
