import type { Clock } from "../clock.js";
import type { Completion } from "../protocol/message.js";
import type { InvocationOutcome } from "../state/hub-member.js";

/** Calls of a client's functions that wait for its answer. Ids are the emulator's own, so answers find their call. */
export class PendingInvocations {
  readonly #settlers = new Map<string, (outcome: InvocationOutcome) => void>();
  #nextId = 1;

  /** @param send Sends the call with its id. */
  start(clock: Clock, timeoutInMs: number, send: (invocationId: string) => void): Promise<InvocationOutcome> {
    const invocationId = `r${this.#nextId++}`;
    return new Promise((resolve) => {
      const cancel = clock.schedule(() => settle({ kind: "timed out" }), timeoutInMs);
      const settle = (outcome: InvocationOutcome): void => {
        cancel();
        this.#settlers.delete(invocationId);
        resolve(outcome);
      };
      this.#settlers.set(invocationId, settle);
      send(invocationId);
    });
  }

  /** Unknown, repeated and foreign completions find nothing that waits for them. */
  complete(completion: Completion): void {
    this.#settlers.get(completion.invocationId)?.({ kind: "completed", completion });
  }

  /** The connection is over: no answer will come. */
  abandon(): void {
    for (const settle of this.#settlers.values()) settle({ kind: "disconnected" });
  }
}
