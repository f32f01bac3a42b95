import type { FetchFunction, Middleware } from "./middleware.js";
import type { RetryPolicy } from "./retry.js";

/** Options of a client. */
export interface ClientOptions {
  /** Absolute http or https URL of the service, without credentials, query or fragment. A path becomes the prefix of all routes. */
  readonly endpoint: string | URL;
  /** Middleware, which runs for every attempt of a call, in this order. Credentials are middleware too. */
  readonly middleware?: readonly Middleware[];
  /** The `fetch` function that sends requests. @defaultValue the global `fetch` at the time of the call */
  readonly fetch?: FetchFunction;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Timeouts and retries of every call. `false` disables retries; the timeouts keep their defaults. */
  readonly retry?: RetryPolicy | false;
  /** Maximum length of a response body, in bytes; `Infinity` for no limit. @defaultValue 67108864 (64 MiB) */
  readonly maxResponseBytes?: number;
}

/** The arguments of a method that takes none: `undefined` or `{}`. The parameter exists so that later versions can add arguments. */
export type NoArguments = Readonly<Record<string, never>>;

/** Options of a call. */
export interface CallOptions {
  /** Cancels the call, including the delays between attempts. */
  readonly signal?: AbortSignal | undefined;
  /** Headers of this call. They override headers of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Timeouts and retries of this call. Its properties override those of the client; `false` disables retries. */
  readonly retry?: RetryPolicy | false | undefined;
}
