/**
 * Verifies that an upstream request comes from the service: by its signature ({@link signatureVerifier}), by the token of its
 * managed identity ({@link entraTokenVerifier}), or in your own way, for example by a secret in the URL. Return `false` to respond
 * with 401. A verifier must not read the body of the request.
 */
export type UpstreamVerifier = (request: Request) => boolean | Promise<boolean>;
