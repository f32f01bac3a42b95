import { SignalRAuthError } from "./errors.js";

// The service's descriptions, and what they mean for the caller. The service's wording is from Azure/azure-signalr #883 and #2197.
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /audience/i,
    "the audience is invalid. Endpoint must be the URL of the resource itself: put a gateway into ServerEndpoint and a custom port into Port. Client tokens do not work for REST calls",
  ],
  [
    /signature|\bkey\b/i,
    "the token signature does not match either access key of the resource; copy the connection string again",
  ],
  [
    /expired|lifetime|not ?before|valid before|not yet/i,
    "the token has expired or is not valid yet; check the clock of this machine",
  ],
  [
    /issuer|tenant/i,
    "the token issuer is invalid because the token and the resource belong to different tenants",
  ],
];

/** Creates the error for a 401 that a retry did not or could not resolve. */
export function unauthorizedError(response: Response, method: string, route: string): SignalRAuthError {
  const challenge = response.headers.get("www-authenticate") ?? "";
  // The service could echo anything here, so the message contains only our own text.
  const description = /error_description="([^"]*)"/i.exec(challenge)?.[1] ?? challenge;
  const reason =
    reasons.find(([pattern]) => pattern.test(description))?.[1] ??
    "the service gave no reason. Check the access key or the role assignment, which can take 30 minutes to apply";
  return new SignalRAuthError("unauthorized", `${method} ${route} was refused with 401: ${reason}`, {
    status: 401,
  });
}
