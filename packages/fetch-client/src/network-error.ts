const networkErrors = new WeakSet<object>();

/**
 * Remembers what came out of `fetch`, out of reading a body, or out of a timeout, as it is thrown. Classes of such errors
 * differ between runtimes, and an error of a middleware must not be taken for one.
 */
export function markNetworkError(error: unknown): unknown {
  networkErrors.add(Object(error) as object);
  return error;
}

export function isNetworkError(error: unknown): boolean {
  return networkErrors.has(Object(error) as object);
}
