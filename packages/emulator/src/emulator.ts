import type { Activity } from "./activity/activity.js";
import type { Fault } from "./rest/fault.js";
import type { RecordedMessage, RecordedRequest } from "./testing/recorded.js";
import type { EmulatorSnapshot } from "./testing/snapshot.js";
import type { MessageMatch } from "./testing/wait-for-message.js";

/** A local Azure SignalR Service. Create it with {@link createEmulator}. */
export interface Emulator extends AsyncDisposable {
  /**
   * Starts the emulator.
   *
   * @returns The emulator itself.
   * @throws {EmulatorError} `port-in-use`, `cannot-listen`
   */
  listen(): Promise<Emulator>;
  /**
   * The connection string, `Endpoint=http://127.0.0.1:8888;AccessKey=…;Version=1.0;` with the actual port.
   *
   * @throws {EmulatorError} `not-listening` before `listen()`.
   */
  readonly connectionString: string;
  /**
   * The origin of the emulator, without a trailing slash.
   *
   * @throws {EmulatorError} `not-listening` before `listen()`.
   */
  readonly url: string;
  /**
   * The URL of the inspector page, or `undefined` if the inspector is disabled. It contains a token that allows sending messages
   * and closing connections.
   *
   * @throws {EmulatorError} `not-listening` before `listen()`.
   */
  readonly inspectorUrl: string | undefined;
  /** The activity of the emulator: requests, connections, messages and webhook calls. */
  readonly activity: {
    /**
     * Calls the listener with each new activity.
     *
     * @returns A function that removes the listener.
     */
    subscribe(listener: (activity: Activity) => void): () => void;
    /** Returns the latest activities, oldest first: at most 10,000, and at most 16 Mi characters in total. */
    recent(): readonly Activity[];
  };
  /**
   * Closes all connections and clears all hubs, groups, users and activities. Restores the faults of the options and their random
   * sequence.
   */
  reset(): void;
  /**
   * Resolves when the condition is true. The condition is evaluated immediately, and then every 5 ms.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs` (default: 5,000); `invalid-option` if `timeoutInMs` is not valid.
   */
  waitFor(
    condition: (snapshot: EmulatorSnapshot) => boolean,
    options?: { readonly timeoutInMs?: number },
  ): Promise<void>;
  /**
   * Resolves to the first message that matches, including messages that were sent before the call.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs` (default: 5,000), with a list of the messages that were sent instead;
   * `invalid-option` if `timeoutInMs` is not valid.
   */
  waitFor(message: MessageMatch, options?: { readonly timeoutInMs?: number }): Promise<RecordedMessage>;
  /**
   * Resolves when the emulator is idle: no REST request is in progress, and the upstream has responded to every event. `messages`
   * is then complete, so that a test can assert that a message was not sent without waiting for a timeout. Background work that
   * no request or upstream response waits for is not tracked. Do not call it in an upstream handler.
   */
  settled(): Promise<void>;
  /** The requests since the last reset, oldest first, as far as `activity.recent()` still has them. */
  readonly requests: readonly RecordedRequest[];
  /** The messages to and from clients since the last reset, oldest first, as far as `activity.recent()` still has them. */
  readonly messages: readonly RecordedMessage[];
  /**
   * Replaces the injected faults, starting with the next request. `reset()` restores the faults of the options.
   *
   * @throws {EmulatorError} `invalid-option`
   */
  setFaults(faults: Fault | readonly Fault[]): void;
  /** Tells clients that they may reconnect, and stops the emulator. Safe to call more than once. */
  close(): Promise<void>;
}
