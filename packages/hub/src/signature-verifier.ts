import { parseConnectionString, verifyUpstreamSignature } from "@x/auth";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** Options of {@link signatureVerifier}: either a connection string or access keys. */
export type SignatureVerifierOptions =
  | {
      /** Connection string of the resource. It must contain an access key. */
      readonly connectionString: string;
      /** Cannot be combined with `connectionString`. */
      readonly accessKeys?: never;
    }
  | {
      /** One or both access keys of the resource. Pass both while you rotate keys. */
      readonly accessKeys: string | readonly string[];
      /** Cannot be combined with `accessKeys`. */
      readonly connectionString?: never;
    };

/**
 * Creates a verifier that checks the signature of upstream requests, which the service computes with the access keys of the resource.
 *
 * The signature covers only the connection ID; see `verifyUpstreamSignature` of `@x/auth`.
 *
 * @throws {SignalRAuthError} `connection-string-invalid`. The verifier rejects with `access-key-invalid` if a key is not valid.
 * @throws {TypeError} If there is no access key.
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
