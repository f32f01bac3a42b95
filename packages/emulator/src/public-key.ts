import { wellKnownAccessKey } from "./auth/access-keys.js";
import type { EmulatorOptions } from "./options.js";
import { isLoopback } from "./loopback.js";

/** Whether the key that everyone knows opens an address that others can reach. */
export function isPublicKeyExposed({
  host = "127.0.0.1",
  accessKeys = [wellKnownAccessKey],
}: EmulatorOptions): boolean {
  return !isLoopback(host) && accessKeys.includes(wellKnownAccessKey);
}
