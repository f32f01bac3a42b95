const networkErrors = new WeakSet<object>();

/**
 * Marks an error of `fetch`, of reading a body, or of a timeout as a network error. Their classes differ between runtimes, and
 * errors of middleware must not be mistaken for network errors.
 */
export function markNetworkError(error: unknown): unknown {
  networkErrors.add(Object(error) as object);
  return error;
}

export function isNetworkError(error: unknown): boolean {
  return networkErrors.has(Object(error) as object);
}
