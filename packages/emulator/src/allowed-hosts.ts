import type { IncomingMessage } from "node:http";
import { isLoopback } from "./loopback.js";

/** The host names that requests may be addressed to: loopback, the bound address and those of the options. */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>;

  constructor(boundAddress: string, further: readonly string[]) {
    const names = [boundAddress, ...further].map((name) => name.toLowerCase());
    this.#names = new Set([...names, ...names.map((name) => `[${name}]`)]);
  }

  has(host: string): boolean {
    const name = host.toLowerCase();
    return isLoopback(name) || this.#names.has(name);
  }

  /** Whether the request is addressed to one of them. */
  serve(request: IncomingMessage): boolean {
    const name = hostName(request.headers.host);
    return name !== undefined && this.has(name);
  }
}

/** A name or an address, in brackets when it has colons (RFC 3986 section 3.2.2), and a port. */
const hostAndPort = /^(?<name>\[[\da-f:.]+\]|[^[\]:]+)(?::\d{1,5})?$/i;

/** The name in a `Host` header without its port, or undefined when there is none that is well formed. */
function hostName(header: string | undefined): string | undefined {
  return header === undefined ? undefined : hostAndPort.exec(header)?.groups?.["name"];
}
