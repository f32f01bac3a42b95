import { existsSync } from "node:fs";

/** The Chromium of the system, or the one that `CHROMIUM_PATH` names. @throws {Error} when there is none. */
export function chromiumPath(): string {
  // Where Debian and Ubuntu put it.
  const path = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  if (existsSync(path)) return path;
  throw new Error(
    `There is no Chromium at ${path}; CHROMIUM_PATH says where another one is. To install it: apt-get update && apt-get install -y --no-install-recommends chromium`,
  );
}
