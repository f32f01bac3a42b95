import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./rest-api.ts";

/** What changed for users: the changelogs of the packages, and above them what the next release brings. */
export function changesPage(root: string): Page {
  const packages = ["types", "fetch-client", "auth", "emulator"];
  const next = nextRelease(root);
  const logs = packages.flatMap((name) => {
    const file = join(root, "packages", name, "CHANGELOG.md");
    return existsSync(file) ? [readFileSync(file, "utf8").replaceAll(/^#/gm, "##")] : [];
  });
  const text = [
    "---\ntitle: Changes\ncategory: Reference\n---",
    "# Changes",
    ...(next.length === 0 ? [] : ["## In the next release", ...next]),
    ...logs,
  ];
  return { file: "changes.md", text: `${text.join("\n\n")}\n` };
}

/** The changesets that wait: of each the packages and the text. */
function nextRelease(root: string): string[] {
  const folder = join(root, ".changeset");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted()
    .flatMap((name) => {
      const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(folder, name), "utf8"));
      if (match === null) return [];
      const [, header = "", body = ""] = match;
      const bumps = [...header.matchAll(/^["']?([^"':]+)["']?:\s*(\w+)/gm)].map(
        ([, pkg, bump]) => `\`${pkg}\` ${bump}`,
      );
      const [first = "", ...rest] = body.trim().split("\n");
      return [`### ${first.replace(/[.:]$/, "")}\n\n${bumps.join(", ")}\n\n${rest.join("\n").trim()}`.trim()];
    });
}
