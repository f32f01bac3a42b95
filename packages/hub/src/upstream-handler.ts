import { type InvocationEvent, type UpstreamEvent, isSignalRAuthError, readUpstreamEvent } from "@x/auth";
import { type Outcome, completionResponse } from "./completion.js";
import type { HubContract } from "./contract.js";
import { errorText } from "./error-text.js";
import { type ClientContext, ownHandler, runHandler } from "./handlers.js";
import type { TypedHub } from "./hub.js";
import { OpenStreams } from "./open-streams.js";
import type { UpstreamHandlerOptions } from "./upstream-handler-options.js";

/** The object that runtimes such as Workers, Deno Deploy and Vercel pass to request handlers to extend work past the response. */
export interface UpstreamRuntime {
  /** Keeps the instance alive until the promise settles. */
  waitUntil(promise: Promise<unknown>): void;
}

/** Handles upstream requests. */
export interface UpstreamHandler {
  /** @param runtime Keeps the instance alive while a stream is sent. Without it, the process has to stay alive by itself. */
  (request: Request, runtime?: UpstreamRuntime): Promise<Response>;
  /** Name of the hub as the service sends it: in lower case, prefixed with the application name. The emulator matches hubs by it. */
  readonly hub: string;
}

/**
 * Creates a web-standard handler of upstream (webhook) requests. It verifies that the request comes from the service, validates the
 * arguments, runs the handler of the method, and responds in the hub protocol of the client.
 *
 * The client receives the message of a {@link HubError}. For any other error, it receives a generic message.
 *
 * @example
 * ```ts
 * import { createHub } from "@x/hub";
 * import { createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
 *
 * interface Todo {
 *   methods: { add(left: number, right: number): number };
 * }
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const todo = createHub<Todo>({ connectionString, hub: "todo" });
 *
 * // (request: Request) => Promise<Response>, for Workers, Hono, Next, Deno, Bun …
 * export const upstream = createUpstreamHandler(todo, {
 *   verify: signatureVerifier({ connectionString }),
 *   methods: { add: (context, left, right) => Number(left) + Number(right) },
 * });
 * ```
 */
export function createUpstreamHandler<C extends HubContract>(
  hub: TypedHub<C>,
  options: UpstreamHandlerOptions<C>,
): UpstreamHandler {
  const requests = new UpstreamRequests(hub, options);
  return Object.assign(
    async (request: Request, runtime?: UpstreamRuntime) => requests.handle(request, runtime),
    { hub: requests.hub },
  );
}

/** The requests of the service for one hub. */
class UpstreamRequests<C extends HubContract> {
  /** Name of the hub as the service writes it. */
  readonly hub: string;
  readonly #typedHub: TypedHub<C>;
  readonly #options: UpstreamHandlerOptions<C>;
  readonly #onError: (error: unknown, event?: UpstreamEvent) => void;
  readonly #streams: OpenStreams;

  constructor(typedHub: TypedHub<C>, options: UpstreamHandlerOptions<C>) {
    const { hub, application } = typedHub;
    this.hub = (application === undefined ? hub : `${application}_${hub}`).toLowerCase();
    this.#typedHub = typedHub;
    this.#options = options;
    this.#onError = options.onError ?? logUnexpected;
    const { streams, streamCheckInMs = 15_000 } = options;
    this.#streams = new OpenStreams(typedHub, streams, streamCheckInMs, this.#onError);
  }

  /** Never rejects. */
  async handle(request: Request, runtime?: UpstreamRuntime): Promise<Response> {
    try {
      return (await this.#refusal(request)) ?? (await this.#dispatch(request, runtime));
    } catch (error) {
      this.#onError(error);
      const code = isSignalRAuthError(error) ? error.code : undefined;
      if (code === "upstream-request-too-large") return emptyResponse(413);
      return emptyResponse(code === "upstream-request-invalid" ? 400 : 500);
    }
  }

  /** What answers a request whose body is not read. */
  async #refusal(request: Request): Promise<Response | undefined> {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    if (!(await this.#options.verify(request))) return emptyResponse(401);
    if (!isMessagePack(request) || this.#options.messagePack !== undefined) return undefined;
    this.#onError(
      new TypeError(
        "A client uses the MessagePack protocol; pass the `messagePack` option to createUpstreamHandler",
      ),
    );
    return emptyResponse(415);
  }

  async #dispatch(request: Request, runtime: UpstreamRuntime | undefined): Promise<Response> {
    const { maxBodyBytes, messagePack } = this.#options;
    const event = await readUpstreamEvent(request, {
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
      ...(messagePack === undefined ? {} : { decodeMessagePack: messagePack.decode }),
    });
    // Another hub may have methods with the same names.
    if (event.hub.toLowerCase() !== this.hub) return emptyResponse(404);
    switch (event.type) {
      case "connected":
        return this.#notify(event, () =>
          this.#options.onConnected?.(event, this.#contextOf(event, new AbortController().signal)),
        );
      case "disconnected":
        this.#streams.disconnected(event.connectionId);
        return this.#notify(event, () => this.#options.onDisconnected?.(event));
      case "invocation":
        return this.#invoke(event, isMessagePack(request));
      case "streamInvocation": {
        const pumped = this.#streams.run(event, (signal) => this.#contextOf(event, signal));
        // Next, Bun and Deno pass other objects as the second argument.
        (runtime as Partial<UpstreamRuntime> | undefined)?.waitUntil?.(pumped);
        return emptyResponse(204);
      }
    }
  }

  async #notify(event: UpstreamEvent, callback: () => unknown): Promise<Response> {
    try {
      await callback();
      return emptyResponse(204);
    } catch (error) {
      this.#onError(error, event);
      return emptyResponse(500);
    }
  }

  async #invoke(event: InvocationEvent, packed: boolean): Promise<Response> {
    const outcome = await this.#outcomeOf(event);
    const { invocationId } = event;
    if (invocationId === undefined) return emptyResponse(204);
    const format = packed ? this.#options.messagePack : undefined;
    try {
      return completionResponse(invocationId, outcome, format);
    } catch (error) {
      // The result cannot be serialized, for example a BigInt or a cycle.
      this.#onError(error, event);
      return completionResponse(invocationId, { error: errorText(error, event.target) }, format);
    }
  }

  async #outcomeOf(event: InvocationEvent): Promise<Outcome> {
    const { target } = event;
    const { methods, timeoutInMs = 30_000 } = this.#options;
    const handler = ownHandler(methods, target);
    if (handler === undefined) return { error: `Method '${target}' does not exist.` };
    try {
      const result = await within(timeoutInMs, target, (signal) =>
        runHandler(handler, this.#contextOf(event, signal), target, event.arguments),
      );
      return { result };
    } catch (error) {
      this.#onError(error, event);
      return { error: errorText(error, target) };
    }
  }

  #contextOf({ hub, connectionId, userId, claims, query }: UpstreamEvent, signal: AbortSignal) {
    const connection = this.#typedHub.connection(connectionId);
    return {
      hub,
      connectionId,
      ...(userId === undefined ? {} : { userId }),
      claims,
      query,
      connection,
      signal,
    } satisfies ClientContext<C>;
  }
}

function emptyResponse(status: number): Response {
  return new Response(null, { status });
}

function isMessagePack(request: Request): boolean {
  return /^\s*application\/x-msgpack\s*(;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** Skips errors that clients can cause at will, so that they cannot flood the log. */
function logUnexpected(error: unknown): void {
  if (isSignalRAuthError(error) && error.code.startsWith("upstream-request-")) return;
  if (error instanceof Error && (error.name === "HubError" || error.name === "InvalidArgumentsError")) return;
  console.error(error);
}

/** @throws {DOMException} `TimeoutError`. The signal of the work then aborts, and its later outcome is ignored. */
async function within<T>(
  durationInMs: number,
  target: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DOMException(`'${target}' did not respond within ${durationInMs} ms`, "TimeoutError");
      reject(error);
      controller.abort(error);
    }, durationInMs);
  });
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
