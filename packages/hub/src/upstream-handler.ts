import { type InvocationEvent, type UpstreamEvent, isSignalRAuthError, readUpstreamEvent } from "@x/auth";
import { type Outcome, completionResponse } from "./completion.js";
import type { HubContract } from "./contract.js";
import { errorText } from "./error-text.js";
import { type ClientContext, ownHandler, runHandler } from "./handlers.js";
import type { TypedHub } from "./hub.js";
import { OpenStreams } from "./open-streams.js";
import type { UpstreamHandlerOptions } from "./upstream-handler-options.js";

/** What some runtimes give a request handler, so that work may go on after the answer: Workers, Deno Deploy, Vercel. */
export interface UpstreamRuntime {
  /** Keeps the instance alive until the promise is settled. */
  waitUntil(promise: Promise<unknown>): void;
}

/** Answers upstream requests. It has the name of the hub, by which the emulator finds it. */
export interface UpstreamHandler {
  /** @param runtime Where work goes on after the answer. Without it the process has to stay alive by itself. */
  (request: Request, runtime?: UpstreamRuntime): Promise<Response>;
  /** Name of the hub as the service writes it: in lower case, after its application. */
  readonly hub: string;
}

/**
 * Makes the function that answers what the service posts to an upstream: it checks who calls, finds the handler, checks the
 * arguments, and answers in the hub protocol of the client.
 *
 * The text of a {@link HubError} reaches the client. Of anything else it learns that something went wrong.
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
    // Another hub may have handlers of the same names.
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
        // Next, Bun and Deno give handlers more than the request.
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
      // The result cannot be written: a BigInt, a cycle.
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

/** What a client can cause at will must not fill a log. */
function logUnexpected(error: unknown): void {
  if (isSignalRAuthError(error) && error.code.startsWith("upstream-request-")) return;
  if (error instanceof Error && (error.name === "HubError" || error.name === "InvalidArgumentsError")) return;
  console.error(error);
}

/** @throws {DOMException} `TimeoutError`; the work is told by its signal, and what becomes of it later is not looked at. */
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
