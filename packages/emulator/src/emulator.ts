import type { Activity } from "./activity/activity.js";
import type { Fault } from "./rest/fault.js";
import type { RecordedMessage, RecordedRequest } from "./testing/recorded.js";
import type { EmulatorSnapshot } from "./testing/snapshot.js";
import type { MessageMatch } from "./testing/wait-for-message.js";

/** A local Azure SignalR Service. Made by {@link createEmulator}. */
export interface Emulator extends AsyncDisposable {
  /** Starts to listen. @throws {EmulatorError} `port-in-use`, `cannot-listen`. */
  listen(): Promise<Emulator>;
  /** `Endpoint=http://127.0.0.1:8888;AccessKey=…;Version=1.0;` with the real port. @throws {EmulatorError} before listen(). */
  readonly connectionString: string;
  /** Origin, without a trailing slash. @throws {EmulatorError} before listen(). */
  readonly url: string;
  /**
   * Where the page that shows what happens is opened; its token is for those who may send and close. Undefined while there
   * is no page. @throws {EmulatorError} before listen().
   */
  readonly inspectorUrl: string | undefined;
  /** What happens, as it happens, and the latest of it. */
  readonly activity: {
    /** Calls the listener with each activity from now on. @returns a function that ends it. */
    subscribe(listener: (activity: Activity) => void): () => void;
    /** The latest 10,000 activities, the oldest first. */
    recent(): readonly Activity[];
  };
  /**
   * Closes every connection and forgets all hubs, groups, users and activities; faults are those of the options again, and
   * hit the same requests.
   */
  reset(): void;
  /**
   * Resolves once the condition holds; it is asked at once and then every 5 ms.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs`, 5,000 by default; `invalid-option` when no timer can wait so long.
   */
  waitFor(
    condition: (snapshot: EmulatorSnapshot) => boolean,
    options?: { readonly timeoutInMs?: number },
  ): Promise<void>;
  /**
   * Resolves to the first message that matches, also one that was sent before.
   *
   * @throws {EmulatorError} `timeout` after `timeoutInMs`, 5,000 by default; it says what was sent instead.
   */
  waitFor(message: MessageMatch, options?: { readonly timeoutInMs?: number }): Promise<RecordedMessage>;
  /**
   * Resolves once nothing is under way: no REST request, and no event that the upstream has not answered. What was sent is
   * in `messages` then, so that a test can tell that something was not sent without waiting for a timeout. Work that goes
   * on without the upstream or a request waiting for it is not seen. Not for use inside an upstream handler.
   */
  settled(): Promise<void>;
  /** The requests since the last reset, the oldest first; 10,000 activities are kept. */
  readonly requests: readonly RecordedRequest[];
  /** The messages since the last reset, to clients and from them, the oldest first. */
  readonly messages: readonly RecordedMessage[];
  /**
   * Plays these failures from the next request on, instead of others; `reset()` goes back to those of the options.
   *
   * @throws {EmulatorError} `invalid-option`
   */
  setFaults(faults: Fault | readonly Fault[]): void;
  /** Tells clients that they may reconnect, and stops. Safe to call more than once. */
  close(): Promise<void>;
}
