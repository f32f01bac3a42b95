import type { IncomingMessage } from "node:http";
import { isLoopback } from "./options.js";

/** The host names that requests may be addressed to: loopback, the bound address and those of the options. */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>;

  constructor(boundAddress: string, further: readonly string[]) {
    this.#names = new Set([boundAddress, ...further].map((name) => name.toLowerCase()));
  }

  has(host: string): boolean {
    const name = host.toLowerCase();
    return isLoopback(name) || this.#names.has(name);
  }
}

/** Name in the `Host` header without its port. */
export function hostName(request: IncomingMessage): string | undefined {
  const { host } = request.headers;
  if (host === undefined) return undefined;
  const end = host.startsWith("[") ? host.indexOf("]") + 1 : host.lastIndexOf(":");
  return end <= 0 ? host : host.slice(0, end);
}
