/** What a request line asks for (RFC 9112 section 3.2). */
export interface RequestTarget {
  /** Path and query as they were sent. */
  readonly raw: string;
  /** Still encoded. */
  readonly path: string;
  /** What follows the `?`, empty when there is none. */
  readonly query: string;
}

/** Splits a request target or a URL at its query. */
export function splitTarget(raw: string): RequestTarget {
  const end = raw.indexOf("?");
  return end === -1
    ? { raw, path: raw, query: "" }
    : { raw, path: raw.slice(0, end), query: raw.slice(end + 1) };
}
