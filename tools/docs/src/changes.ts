import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./rest-api.ts";

const packages = ["types", "fetch-client", "auth", "hub", "emulator"];
const sizes = ["major", "minor", "patch"];

/** What changed for users: the changelogs of the packages, and above them what the next release brings. */
export function changesPage(root: string): Page {
  const folder = join(root, ".changeset");
  const waiting = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted()
    .flatMap((name) => readChangeset(readFileSync(join(folder, name), "utf8")));
  const next = packages.flatMap((name) => listOf(`@x/${name}`, waiting));
  const logs = packages.flatMap((name) => {
    const file = join(root, "packages", name, "CHANGELOG.md");
    return existsSync(file) ? [readFileSync(file, "utf8").replaceAll(/^#/gm, "##")] : [];
  });
  const text = [
    "---\ntitle: Changelog\ncategory: Reference\n---",
    "# Changelog",
    ...(next.length === 0 ? [] : ["## Next release", ...next]),
    ...logs,
  ];
  return { file: "changelog.md", text: `${text.join("\n\n")}\n` };
}

/** The changesets that name a package, as in its changelog: the largest changes first. */
export function listOf(name: string, changesets: readonly Changeset[]): string[] {
  const items = sizes.flatMap((size) =>
    changesets
      .filter(({ bumps }) => bumps.get(name) === size)
      .map(
        ({ text }) =>
          `- **${size.charAt(0).toUpperCase()}${size.slice(1)}.** ${text.replaceAll(/\n(?=.)/g, "\n  ")}`,
      ),
  );
  return items.length === 0 ? [] : [`### ${name}`, items.join("\n\n")];
}

/** A change that waits for a release. */
export interface Changeset {
  /** Package → `major`, `minor` or `patch`. */
  readonly bumps: ReadonlyMap<string, string>;
  readonly text: string;
}

/** The changeset that a file holds; none where the file holds something else. */
export function readChangeset(file: string): Changeset[] {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file);
  if (match === null) return [];
  const [, header = "", body = ""] = match;
  const bumps = [...header.matchAll(/^["']?([^"':]+)["']?:\s*(\w+)/gm)].map(
    ([, pkg = "", bump = ""]) => [pkg, bump] as const,
  );
  return [{ bumps: new Map(bumps), text: body.trim() }];
}
