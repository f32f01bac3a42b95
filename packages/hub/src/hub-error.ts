/**
 * An error whose message is sent to the client. The messages of all other errors that a handler throws are hidden from the client.
 *
 * @example
 * ```ts
 * import { HubError } from "@x/hub/upstream";
 *
 * function joinRoom(room: string): void {
 *   if (room === "attic") throw new HubError("The attic is closed");
 * }
 * ```
 */
export class HubError extends Error {
  override readonly name = "HubError";
}

/**
 * Tells whether a value is a {@link HubError}. Unlike `instanceof`, this works if several copies of this package are loaded,
 * because it compares the name.
 *
 * @example
 * ```ts
 * import { HubError, isHubError } from "@x/hub/upstream";
 *
 * console.log(isHubError(new HubError("The attic is closed")), isHubError(new Error("disk full"))); // true false
 * ```
 */
export function isHubError(value: unknown): value is HubError {
  return value instanceof Error && value.name === "HubError";
}
