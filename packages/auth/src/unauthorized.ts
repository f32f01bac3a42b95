import { SignalRAuthError } from "./errors.js";

// What the service says, and what it means to the caller. Wording of the service: Azure/azure-signalr #883 and #2197.
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /audience/i,
    "the audience is invalid. Endpoint must be the URL of the resource itself: put a gateway into ServerEndpoint and a custom port into Port. Client tokens do not work for REST calls",
  ],
  [
    /signature|\bkey\b/i,
    "the signature does not match: the access key is not one of the two keys of this resource; copy the connection string again",
  ],
  [
    /expired|lifetime|not ?before|valid before|not yet/i,
    "the token is outside its lifetime: check the clock of this machine",
  ],
  [/issuer|tenant/i, "the issuer is invalid: the token is from another tenant than the resource"],
];

/** The error for a 401 that stays a 401. */
export function unauthorizedError(response: Response, method: string, route: string): SignalRAuthError {
  const challenge = response.headers.get("www-authenticate") ?? "";
  // A service could echo anything here, so only our own words reach the message.
  const description = /error_description="([^"]*)"/i.exec(challenge)?.[1] ?? challenge;
  const reason =
    reasons.find(([pattern]) => pattern.test(description))?.[1] ??
    "the service gives no reason: check the key or role assignment; a role assignment may take 30 minutes";
  return new SignalRAuthError("unauthorized", `${method} ${route} was refused with 401: ${reason}`, {
    status: 401,
  });
}
