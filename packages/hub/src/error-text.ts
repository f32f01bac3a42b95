import { isHubError } from "./hub-error.js";

/** Returns the error message for the client: the message of a `HubError`, or a sentence that reveals nothing about the server. */
export function errorText(error: unknown, target: string): string {
  if (isHubError(error)) return error.message;
  if (error instanceof Error && error.name === "InvalidArgumentsError")
    return `The arguments of '${target}' are invalid.`;
  if (error instanceof Error && error.name === "TimeoutError") return `'${target}' did not respond in time.`;
  return `An unexpected error occurred invoking '${target}' on the server.`;
}
