// The server: handles the calls of clients, as an upstream (webhook) of the service.
export { HubError, isHubError } from "./hub-error.js";
export { createUpstreamHandler, type UpstreamHandler, type UpstreamRuntime } from "./upstream-handler.js";
export type { UpstreamHandlerOptions } from "./upstream-handler-options.js";
export {
  InvalidArgumentsError,
  type CheckedHandler,
  type ClientContext,
  type MethodHandler,
  type StreamHandler,
} from "./handlers.js";
export { signatureVerifier, type SignatureVerifierOptions } from "./signature-verifier.js";
export { entraTokenVerifier, type EntraTokenVerifierOptions } from "./entra-token-verifier.js";
export type { UpstreamVerifier } from "./upstream-verifier.js";
export type { MessagePack } from "./completion.js";
export type { StandardIssue, StandardResult, StandardSchema } from "./standard-schema.js";
export type { HubContract } from "./contract.js";
