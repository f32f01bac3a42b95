import { isHubError } from "./hub-error.js";

/** What a client is told of an error: the text that was written for it, or a sentence that says nothing of the server. */
export function errorText(error: unknown, target: string): string {
  if (isHubError(error)) return error.message;
  if (error instanceof Error && error.name === "InvalidArgumentsError")
    return `The arguments of '${target}' are invalid.`;
  if (error instanceof Error && error.name === "TimeoutError") return `'${target}' did not respond in time.`;
  return `An unexpected error occurred invoking '${target}' on the server.`;
}
