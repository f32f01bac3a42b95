import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./packages.ts";

/**
 * A text as the formatter of the repository leaves it.
 *
 * @param path Where it will stand, from the root of the repository.
 */
export function format(path: string, text: string): string {
  const oxfmt = join(root, "node_modules/.bin/oxfmt");
  return execFileSync(oxfmt, ["--stdin-filepath", path], { cwd: root, input: text, encoding: "utf8" });
}
