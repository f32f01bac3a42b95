/**
 * An error whose message is meant for the client. Of every other error that a handler throws the client learns nothing.
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
 * Tells a `HubError` by name, which also works when two copies of this package are loaded.
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
