/**
 * What came out of `fetch`, out of reading a body, or out of a time-out, as it is thrown. Classes of such errors differ
 * between runtimes, and an error of a middleware must not be taken for one.
 */
export const networkErrors = new WeakSet<object>();
