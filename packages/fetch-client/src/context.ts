import { assertAmount } from "./amount.js";
import type { BodyEncoder } from "./body.js";
import { readEndpoint } from "./endpoint.js";
import { mergeHeaders } from "./headers.js";
import type { FetchFunction, Middleware, MiddlewareOptions } from "./middleware.js";
import type { ClientOptions } from "./options.js";
import type { PathText } from "./path.js";
import type { Arguments } from "./request.js";
import { type RetryPolicy, mergePolicy } from "./retry.js";
import type { ServiceError, ServiceErrorInit } from "./service-error.js";
import { send } from "./transport.js";

/** Settings of a document that apply to all its operations. */
export interface ContextSettings {
  /** Class of the errors that calls throw for error responses. */
  readonly ErrorClass: new (init: ServiceErrorInit) => ServiceError;
  /** Query parameters of every request, already encoded. */
  readonly search?: string;
  readonly errorCodeHeader?: string;
  /** Converts path values that may be something other than strings. */
  readonly toPathText?: PathText;
  /** Encoders that the application provides, by media type. */
  readonly encoders?: Readonly<Record<string, BodyEncoder | undefined>>;
  /** Default arguments, for calls that take these arguments and do not pass them. */
  readonly preset?: Arguments;
}

/** State that all calls of a client share. Its properties are not part of the public API. */
export interface ClientContext extends ContextSettings {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly search: string;
  readonly preset: Arguments;
  readonly policy: RetryPolicy;
  readonly maxResponseBytes: number;
  readonly fetch: FetchFunction | undefined;
  readonly middleware: readonly Middleware[];
  readonly middlewareOptions: MiddlewareOptions;
}

/**
 * Creates the state that the calls of a client share.
 *
 * @throws {TypeError} If the endpoint is not valid.
 * @throws {RangeError} If a number is not at least 0.
 */
export function createContext(options: ClientOptions, settings: ContextSettings): ClientContext {
  const { middleware = [], maxResponseBytes = 64 * 1024 * 1024, fetch, retry, headers } = options;
  assertAmount("maxResponseBytes", maxResponseBytes);
  const baseUrl = readEndpoint(options.endpoint);
  return {
    search: "",
    ...settings,
    baseUrl,
    headers: mergeHeaders({ accept: "application/json" }, headers),
    // Without a prototype: a parameter may be called `constructor`.
    preset: { __proto__: null, ...settings.preset },
    policy: mergePolicy({}, retry),
    maxResponseBytes,
    fetch,
    middleware: [...middleware],
    middlewareOptions: {
      baseUrl,
      fetch: (request) => send(fetch, request),
    },
  };
}
