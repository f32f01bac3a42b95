// Connection strings
export {
  formatConnectionString,
  parseConnectionString,
  type AuthType,
  type ConnectionString,
  type ConnectionStringParts,
} from "./connection-string.js";

// A client, or a context for the functions of operations, ready to call
export {
  contextFromConnectionString,
  fromConnectionString,
  type FromConnectionStringOptions,
} from "./service-client.js";

// Credentials and the middleware that uses them
export { accessKeyCredential, type AccessKeyCredentialOptions } from "./access-key-credential.js";
export {
  entraCredential,
  type EntraCredentialOptions,
  type TokenCredentialLike,
} from "./entra-credential.js";
export {
  dynamicKeyCredential,
  type AccessKeyProvider,
  type DynamicKeyCredential,
  type DynamicKeyCredentialOptions,
} from "./dynamic-key-credential.js";
export {
  createAuthMiddleware,
  type AuthMiddleware,
  type AuthMiddlewareOptions,
  type CallContext,
  type SentRequest,
} from "./auth-middleware.js";
export type { GetTokenOptions, SignalRCredential } from "./credential.js";

// Tokens
export { signServiceToken, type SignServiceTokenOptions } from "./service-token.js";
export { signClientToken, type ClientTokenSubject, type SignClientTokenOptions } from "./client-token.js";
export type { ClaimValue, CustomClaims } from "./custom-claims.js";
export { verifyToken, type VerifiedToken, type VerifyTokenOptions } from "./verify-token.js";
export { SigningKey } from "./signing-key.js";

// Negotiation
export {
  createNegotiator,
  type ClientTokenGenerator,
  type NegotiateOptions,
  type Negotiation,
  type Negotiator,
  type NegotiatorOptions,
  type SigningKeySource,
} from "./negotiator.js";

export {
  createNegotiateHandler,
  type AuthenticatedClient,
  type NegotiateHandler,
  type NegotiateHandlerOptions,
} from "./negotiate-handler.js";

// Upstream (webhook) requests
export { verifyUpstreamSignature, type UpstreamSignature } from "./upstream-signature.js";
export {
  parseUpstreamRequest,
  readUpstreamEvent,
  type ParseUpstreamRequestOptions,
  type ReadUpstreamEventOptions,
} from "./read-upstream-event.js";
export type {
  ConnectedEvent,
  DisconnectedEvent,
  InvocationEvent,
  StreamInvocationEvent,
  UpstreamEvent,
} from "./upstream-event.js";

// Errors and time
export {
  isSignalRAuthError,
  SignalRAuthError,
  type SignalRAuthErrorCode,
  type SignalRAuthErrorOptions,
} from "./errors.js";
export type { Clock } from "./clock.js";
