import { parseConnectionString, verifyUpstreamSignature } from "@x/auth";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** Where the access keys of {@link signatureVerifier} come from: one of the two. */
export type SignatureVerifierOptions =
  | {
      /** Connection string of the resource, with its access key. */
      readonly connectionString: string;
      /** Not both. */
      readonly accessKeys?: never;
    }
  | {
      /** The access keys of the resource. While a key is rotated, both. */
      readonly accessKeys: string | readonly string[];
      /** Not both. */
      readonly connectionString?: never;
    };

/**
 * Checks the signature that the service makes with the access keys of the resource.
 *
 * It covers the connection id, and nothing else: see `verifyUpstreamSignature` of `@x/auth`.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`, `access-key-invalid`
 *
 * @example
 * ```ts
 * import { signatureVerifier } from "@x/hub/upstream";
 *
 * const verify = signatureVerifier({ accessKeys: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=" });
 * console.log(await verify(new Request("https://app.example/upstream", { method: "POST" }))); // false
 * ```
 */
export function signatureVerifier({
  connectionString,
  accessKeys,
}: SignatureVerifierOptions): UpstreamVerifier {
  const keys = accessKeys ?? parseConnectionString(connectionString).accessKey;
  if (keys === undefined || keys.length === 0)
    throw new TypeError(
      "signatureVerifier has no access key: pass accessKeys or a connection string with an AccessKey, or use entraTokenVerifier",
    );
  return ({ headers }) =>
    verifyUpstreamSignature({
      connectionId: headers.get("x-asrs-connection-id"),
      signature: headers.get("x-asrs-signature"),
      accessKeys: keys,
    });
}
