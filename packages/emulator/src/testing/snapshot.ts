import { checkDuration } from "../duration.js";
import { EmulatorError } from "../emulator-error.js";
import type { HubRegistry } from "../state/hub-registry.js";

/** The current state of the emulator, for `waitFor()`. */
export interface EmulatorSnapshot {
  /** Returns the client connections of a hub. The name is not case-sensitive. */
  connections(hub: string): readonly {
    readonly connectionId: string;
    readonly userId: string | undefined;
    readonly groups: readonly string[];
  }[];
}

/**
 * Resolves when the condition is true. It is evaluated immediately, and then every 5 ms.
 *
 * @throws {EmulatorError} `timeout`
 */
export async function waitUntil(
  hubs: HubRegistry,
  condition: (snapshot: EmulatorSnapshot) => boolean,
  timeoutInMs: number,
): Promise<void> {
  checkDuration("timeoutInMs", timeoutInMs);
  const deadline = performance.now() + timeoutInMs;
  const snapshot: EmulatorSnapshot = {
    connections: (hub) =>
      Array.from(hubs.get(hub.toLowerCase()).connections.values(), ({ id, userId, groups }) => ({
        connectionId: id,
        userId,
        groups: [...groups],
      })),
  };
  while (!condition(snapshot)) {
    if (performance.now() > deadline)
      throw new EmulatorError(
        "timeout",
        `The condition did not hold within ${timeoutInMs} ms; set timeoutInMs if it may take longer`,
      );
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
