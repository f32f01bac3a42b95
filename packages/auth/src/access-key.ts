import { SignalRAuthError } from "./errors.js";

// A key that was pasted with a line break or a space "works" as HMAC input, but the service then rejects
// every token with a bare 401. Rejecting the key here gives the reason.
// eslint-disable-next-line no-control-regex
const forbidden = /[\s\u0000-\u001f\u007f]/u;

/** Throws unless `key` can be an access key. The message contains `what`, never the key. */
export function assertAccessKey(key: unknown, what: string): asserts key is string {
  if (typeof key !== "string" || key === "") {
    throw new SignalRAuthError("access-key-invalid", `${what} must be a non-empty string`);
  }
  if (forbidden.test(key)) {
    throw new SignalRAuthError(
      "access-key-invalid",
      `${what} contains a space, line break or control character; copy the key again without it`,
    );
  }
}
