import type { FetchFunction, Middleware } from "./middleware.js";
import type { RetryPolicy } from "./retry.js";

/** Options of a client. */
export interface ClientOptions {
  /** Absolute http or https URL of the service, without credentials, query or fragment. A path is kept as a prefix. */
  readonly endpoint: string | URL;
  /** Middleware in order; it runs for every attempt. Credentials come in this way. */
  readonly middleware?: readonly Middleware[];
  /** What sends the requests. @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchFunction;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `false` sends each call once; its timeouts keep their defaults. */
  readonly retry?: RetryPolicy | false;
  /** Longest response body that is read, in bytes; `Infinity` for no limit. @defaultValue 67108864 (64 MiB) */
  readonly maxResponseBytes?: number;
}

/** What a method without arguments takes before its options, so that an argument can come later: nothing, or `{}`. */
export type NoArguments = Readonly<Record<string, never>>;

/** Options of one call. */
export interface CallOptions {
  /** Ends the call at once, in every phase. */
  readonly signal?: AbortSignal | undefined;
  /** Headers of this call, over those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Over the client's policy, property by property; `false` sends once. */
  readonly retry?: RetryPolicy | false | undefined;
}
