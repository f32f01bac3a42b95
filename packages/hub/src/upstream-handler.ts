import {
  type ConnectedEvent,
  type DisconnectedEvent,
  type UpstreamEvent,
  isSignalRAuthError,
  readUpstreamEvent,
} from "@x/auth";
import { type MessagePack, type Outcome, completionResponse } from "./completion.js";
import type { HubContract, MethodName, StreamName } from "./contract.js";
import {
  type ClientContext,
  type MethodHandler,
  type StreamHandler,
  ownHandler,
  runHandler,
} from "./handlers.js";
import type { TypedHub } from "./hub.js";
import { errorText } from "./error-text.js";
import { OpenStreams } from "./open-streams.js";
import type { UpstreamVerifier } from "./upstream-verifier.js";

/** The handlers of a hub, and how requests are checked. */
export type UpstreamHandlerOptions<C extends HubContract> = BaseOptions<C> &
  ([MethodName<C>] extends [never]
    ? { readonly methods?: Record<string, never> }
    : {
        /** A handler for each method of the contract. */
        readonly methods: { readonly [N in MethodName<C>]: MethodHandler<C, N> };
      }) &
  ([StreamName<C>] extends [never]
    ? { readonly streams?: Record<string, never> }
    : {
        /** A handler for each stream of the contract. */
        readonly streams: { readonly [N in StreamName<C>]: StreamHandler<C, N> };
      });

interface BaseOptions<C extends HubContract> {
  /** Whether a request comes from the service. */
  readonly verify: UpstreamVerifier;
  /**
   * A client has connected. Nothing that is returned reaches it, and neither does an error. The order in which the service
   * posts events is not documented: a call of the client, or its end, may come first.
   */
  readonly onConnected?: (event: ConnectedEvent, context: ClientContext<C>) => unknown;
  /** A client has gone. */
  readonly onDisconnected?: (event: DisconnectedEvent) => unknown;
  /** Reads and writes MessagePack, for clients of that protocol: `@msgpack/msgpack`. Without it they get a 415. */
  readonly messagePack?: MessagePack;
  /** Longest body that is read. @defaultValue 1048576 (1 MiB) */
  readonly maxBodyBytes?: number;
  /** How long a method may take. @defaultValue 30000 */
  readonly timeoutInMs?: number;
  /**
   * How often the service is asked whether the client of an open stream is still there. The end of a client is told to one
   * instance of the server, which need not be the one with the stream. @defaultValue 15000
   */
  readonly streamCheckInMs?: number;
  /**
   * Told what the client is not told: errors of handlers, and refused requests.
   *
   * @defaultValue `console.error` for errors of handlers, nothing for what a client did wrong
   */
  readonly onError?: (error: unknown, event?: UpstreamEvent) => void;
}

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
  const {
    verify,
    methods,
    messagePack,
    maxBodyBytes,
    timeoutInMs = 30_000,
    onError = logUnexpected,
  } = options;
  const effectiveHub = (
    hub.application === undefined ? hub.hub : `${hub.application}_${hub.hub}`
  ).toLowerCase();
  const streams = new OpenStreams(hub, options.streams, options.streamCheckInMs ?? 15_000, onError);

  const contextOf = (event: UpstreamEvent, signal: AbortSignal): ClientContext<C> => {
    const { hub: name, connectionId, userId, claims, query } = event;
    return {
      hub: name,
      connectionId,
      ...(userId === undefined ? {} : { userId }),
      claims,
      query,
      connection: hub.connection(connectionId),
      signal,
    };
  };

  const call = async (event: UpstreamEvent & { readonly type: "invocation" }): Promise<Outcome> => {
    const handler = ownHandler(methods, event.target);
    if (handler === undefined) return { error: `Method '${event.target}' does not exist.` };
    try {
      return {
        result: await within(timeoutInMs, event.target, (signal) =>
          runHandler(handler, contextOf(event, signal), event.target, event.arguments),
        ),
      };
    } catch (error) {
      onError(error, event);
      return { error: errorText(error, event.target) };
    }
  };

  const answerInvocation = async (
    event: UpstreamEvent & { readonly type: "invocation" },
    packed: boolean,
  ): Promise<Response> => {
    const outcome = await call(event);
    const { invocationId } = event;
    if (invocationId === undefined) return done();
    const format = packed ? messagePack : undefined;
    try {
      return completionResponse(invocationId, outcome, format);
    } catch (error) {
      // The result cannot be written: a BigInt, a cycle.
      onError(error, event);
      return completionResponse(invocationId, { error: errorText(error, event.target) }, format);
    }
  };

  const notify = async (event: UpstreamEvent, handle: () => unknown): Promise<Response> => {
    try {
      await handle();
      return done();
    } catch (error) {
      onError(error, event);
      return new Response(null, { status: 500 });
    }
  };

  const answer = async (request: Request, runtime: UpstreamRuntime | undefined): Promise<Response> => {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    if (!(await verify(request))) return new Response(null, { status: 401 });
    const packed = isMessagePack(request);
    if (packed && messagePack === undefined) {
      onError(
        new TypeError(
          "A client uses the MessagePack protocol; pass the `messagePack` option to createUpstreamHandler",
        ),
      );
      return new Response(null, { status: 415 });
    }
    const event = await readUpstreamEvent(request, {
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
      ...(messagePack === undefined ? {} : { decodeMessagePack: messagePack.decode }),
    });
    // Another hub may have handlers of the same names.
    if (event.hub.toLowerCase() !== effectiveHub) return new Response(null, { status: 404 });
    switch (event.type) {
      case "connected":
        return await notify(event, () =>
          options.onConnected?.(event, contextOf(event, new AbortController().signal)),
        );
      case "disconnected":
        streams.disconnected(event.connectionId);
        return await notify(event, () => options.onDisconnected?.(event));
      case "invocation":
        return await answerInvocation(event, packed);
      case "streamInvocation": {
        const pumped = streams.run(event, (signal) => contextOf(event, signal));
        // Next, Bun and Deno give handlers more than the request.
        (runtime as Partial<UpstreamRuntime> | undefined)?.waitUntil?.(pumped);
        return done();
      }
    }
  };

  const handle = async (request: Request, runtime?: UpstreamRuntime): Promise<Response> => {
    try {
      return await answer(request, runtime);
    } catch (error) {
      onError(error);
      const code = isSignalRAuthError(error) ? error.code : undefined;
      if (code === "upstream-request-too-large") return new Response(null, { status: 413 });
      return new Response(null, { status: code === "upstream-request-invalid" ? 400 : 500 });
    }
  };
  return Object.assign(handle, { hub: effectiveHub });
}

function done(): Response {
  return new Response(null, { status: 204 });
}

function isMessagePack(request: Request): boolean {
  return /^\s*application\/x-msgpack\s*(;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** What a client can cause at will must not fill a log. */
function logUnexpected(error: unknown): void {
  const { name } = error instanceof Error ? error : { name: "" };
  if (name !== "HubError" && name !== "InvalidArgumentsError" && name !== "SignalRAuthError")
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
