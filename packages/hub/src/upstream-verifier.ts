/**
 * Tells whether the service made an upstream request: its signature ({@link signatureVerifier}), the token of its managed
 * identity ({@link entraTokenVerifier}), or a check of yours, for example of a secret in the URL. `false` leads to a 401.
 * It must not read the body.
 */
export type UpstreamVerifier = (request: Request) => boolean | Promise<boolean>;
