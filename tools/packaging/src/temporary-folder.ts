import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder that is removed when it goes out of scope. */
export function makeTemporaryFolder(prefix: string) {
  return mkdtempDisposable(join(tmpdir(), `${prefix}-`));
}
