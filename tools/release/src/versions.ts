import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The name of a folder under `spec/`: the date of an API version. */
export const versionName = /^\d{4}-\d{2}-\d{2}$/;

/** The API versions that have a document, the oldest first. The last one is what the packages export. */
export function listVersions(root: string): string[] {
  const spec = join(root, "spec");
  if (!existsSync(spec)) return [];
  return readdirSync(spec)
    .filter((name) => versionName.test(name) && existsSync(join(root, documentPath(name))))
    .toSorted();
}

/** Where the document of a version stands, relative to the root. */
export function documentPath(version: string): string {
  return `spec/${version}/openapi.yaml`;
}
