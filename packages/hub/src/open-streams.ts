import { type StreamInvocationEvent, type UpstreamEvent } from "@x/auth";
import {
  type SignalRServiceContext,
  completeStream,
  connectionExists,
  isSignalRServiceError,
  sendToStream,
} from "@x/fetch-client/operations";
import { errorText } from "./error-text.js";
import { ownHandler, runHandler } from "./handlers.js";
import { type HubName, type TypedHub } from "./hub.js";

/** The streams that are being sent from this instance of the server. */
export class OpenStreams {
  readonly #service: SignalRServiceContext;
  readonly #name: HubName;
  readonly #handlers: object | undefined;
  readonly #checkInMs: number;
  readonly #onError: (error: unknown, event?: UpstreamEvent) => void;
  /** The controllers of open streams, by connection. */
  readonly #open = new Map<string, Set<AbortController>>();

  constructor(
    hub: TypedHub<never>,
    handlers: object | undefined,
    checkInMs: number,
    onError: (error: unknown, event?: UpstreamEvent) => void,
  ) {
    const { context, hub: name, application } = hub;
    this.#service = context;
    this.#name = { hub: name, ...(application === undefined ? {} : { application }) };
    this.#handlers = handlers;
    this.#checkInMs = checkInMs;
    this.#onError = onError;
  }

  /** Ends the streams of a connection. */
  disconnected(connectionId: string): void {
    for (const controller of this.#open.get(connectionId) ?? []) controller.abort(clientGone());
  }

  /** Sends the items and completes the stream. Never rejects. */
  async run(event: StreamInvocationEvent, contextOf: (signal: AbortSignal) => unknown): Promise<void> {
    const { connectionId, target, invocationId: streamId } = event;
    const stream = { ...this.#name, connectionId, streamId };
    const handler = ownHandler(this.#handlers, target);
    const controller = new AbortController();
    const stopWatching = this.#watch(connectionId, controller);
    let reason: string | undefined;
    try {
      if (handler === undefined) reason = `Stream '${target}' does not exist.`;
      else {
        const items = (await runHandler(
          handler,
          contextOf(controller.signal),
          target,
          event.arguments,
        )) as AsyncIterable<unknown>;
        // The next item is requested after the service has accepted this one.
        for await (const body of endedBy(controller.signal, items))
          await sendToStream(this.#service, { ...stream, body }, { signal: controller.signal });
      }
    } catch (error) {
      if (controller.signal.aborted || isGone(error)) {
        stopWatching();
        return;
      }
      this.#onError(error, event);
      reason = errorText(error, target);
    }
    stopWatching();
    try {
      await completeStream(this.#service, { ...stream, ...(reason === undefined ? {} : { reason }) });
    } catch (error) {
      if (!isGone(error)) this.#onError(error, event);
    }
  }

  /** Aborts the controller when the client disconnects. @returns A function that stops watching. */
  #watch(connectionId: string, controller: AbortController): () => void {
    const controllers = this.#open.get(connectionId) ?? new Set();
    this.#open.set(connectionId, controllers.add(controller));
    // One check at a time, however slow the service is, and none once the connection is gone.
    let isIdle = true;
    const timer = setInterval(() => {
      if (!isIdle) return;
      isIdle = false;
      connectionExists(this.#service, { ...this.#name, connectionId }).then(
        (exists) => {
          if (!exists) controller.abort(clientGone());
          isIdle = exists;
        },
        // If the check fails, the client may still be connected.
        () => {
          isIdle = true;
        },
      );
    }, this.#checkInMs);
    return () => {
      clearInterval(timer);
      controllers.delete(controller);
      if (controllers.size === 0) this.#open.delete(connectionId);
    };
  }
}

function clientGone(): DOMException {
  return new DOMException("The client has gone", "AbortError");
}

/** Tells whether the service reports that the connection or its stream does not exist. */
function isGone(error: unknown): boolean {
  return isSignalRServiceError(error) && error.status === 404;
}

/**
 * Yields the items until the signal aborts, which also ends a wait for the next item. The source is then asked to return, but not
 * waited for, because it may hang.
 *
 * @throws The reason of the signal.
 */
async function* endedBy(signal: AbortSignal, items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const source = iteratorOf(items);
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  // It may reject while nothing awaits it.
  aborted.catch(() => undefined);
  let finished = false;
  try {
    signal.throwIfAborted();
    for (;;) {
      const { done, value } = await Promise.race([source.next(), aborted]);
      finished = done === true;
      if (finished) return;
      yield value;
    }
  } catch (error) {
    finished = !signal.aborted;
    throw error;
  } finally {
    if (abort !== undefined) signal.removeEventListener("abort", abort);
    if (!finished) void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

function iteratorOf(
  items: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterator<unknown> | Iterator<unknown> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
