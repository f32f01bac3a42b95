import { isLoopback } from "./loopback.js";

/** Stands for the pages of every site. */
export const anyOrigin = "*";

/** Web pages that may use the client endpoint: those of loopback, and of the origins in the options. */
export class AllowedOrigins {
  readonly #origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins.map((origin) => serializedOrigin(origin) ?? origin));
  }

  /** @param origin The `Origin` header. A request without one does not come from a page: browsers send it with every request that can reach a client. */
  has(origin: string | undefined): boolean {
    return (
      origin === undefined ||
      this.#origins.has(anyOrigin) ||
      this.#origins.has(origin) ||
      isOfLoopback(origin)
    );
  }
}

/**
 * An origin as browsers write it: in lower case, without the port that the scheme has anyway (RFC 6454 section 6.2).
 *
 * @returns undefined for what is not an origin, among it `null`, which any page can have.
 */
export function serializedOrigin(text: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:\/\/[^/?#@\s]+\/?$/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}

/** Names below `localhost` are loopback to browsers too (RFC 6761 section 6.3). */
function isOfLoopback(origin: string): boolean {
  if (serializedOrigin(origin) === undefined) return false;
  const { protocol, hostname } = new URL(origin);
  return /^https?:$/.test(protocol) && (isLoopback(hostname) || hostname.endsWith(".localhost"));
}
