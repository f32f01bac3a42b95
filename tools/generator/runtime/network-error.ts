/**
 * Errors that came out of `fetch` or out of reading a body, as they are thrown. Their classes differ between runtimes, and
 * an error of a middleware must not be taken for one.
 */
const networkErrors = new WeakSet<object>();

export function markAsNetworkError(error: unknown): void {
  if (typeof error === "object" && error !== null) networkErrors.add(error);
}

export function isNetworkError(error: unknown): boolean {
  return typeof error === "object" && error !== null && networkErrors.has(error);
}
