import { repositoryFiles, root } from "../../checks/src/repository-files.ts";
import { listVersions } from "../../release/src/versions.ts";

export { root };

const version = listVersions(root).at(-1) ?? "";

/** The entry points whose exports are public. */
export const entryPoints: readonly string[] = [
  `packages/types/generated/${version}/index.d.ts`,
  `packages/fetch-client/generated/${version}/index.ts`,
  `packages/fetch-client/generated/${version}/operations.ts`,
  `packages/fetch-client/generated/${version}/raw.ts`,
  "packages/auth/src/index.ts",
  "packages/hub/src/index.ts",
  "packages/hub/src/client.ts",
  "packages/hub/src/endpoints.ts",
  "packages/hub/src/upstream.ts",
  "packages/hub/src/testing.ts",
  "packages/hub/src/node.ts",
  "packages/hub/src/fastify.ts",
  "packages/hub/src/azure-functions.ts",
  "packages/emulator/src/index.ts",
  "packages/emulator/src/vitest.ts",
];

/** The Markdown pages that users read, below the root: all but records and notes for people who work on this. */
export function listPages(): string[] {
  return repositoryFiles("README.md", "docs/*.md", "docs/guides", "packages/*/README.md").filter(
    (page) => page.endsWith(".md") && !page.includes("decisions/"),
  );
}
