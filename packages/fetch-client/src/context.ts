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

/** What a document says about all its operations. */
export interface ContextSettings {
  /** What a call throws when the service answers with an error. */
  readonly ErrorClass: new (init: ServiceErrorInit) => ServiceError;
  /** Query parameters of every request, as they are written. */
  readonly search?: string;
  readonly errorCodeHeader?: string;
  /** Where path parameters need not be strings. */
  readonly toPathText?: PathText;
  /** By media type: what the application has given to write values as bytes. */
  readonly encoders?: Readonly<Record<string, BodyEncoder | undefined>>;
  /** Arguments of every call that takes them and does not give them. */
  readonly preset?: Arguments;
}

/** What every call of a client works with. Made once; its properties are not part of the API. */
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
 * Makes what the calls of a client share.
 *
 * @throws {TypeError} when the endpoint is not usable.
 * @throws {RangeError} when a number is not at least 0.
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
