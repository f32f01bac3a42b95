import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Bump, isBump } from "../../../spec-diff/src/change.ts";

/** A changeset that waits for the next release. */
export interface Changeset {
  /** The name of its file, without `.md`. */
  readonly id: string;
  /** Names of packages, and how each is to be released. */
  readonly releases: Readonly<Record<string, Bump>>;
  /** What the package's user reads. */
  readonly summary: string;
}

/**
 * Reads the changesets in `.changeset/`.
 *
 * @throws {SyntaxError} when one of them is none.
 */
export function readChangesets(root: string): Changeset[] {
  const folder = join(root, ".changeset");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted()
    .map((name) => parseChangeset(name.replace(/\.md$/, ""), readFileSync(join(folder, name), "utf8")));
}

export function parseChangeset(id: string, text: string): Changeset {
  const [, front, summary] = /^---\r?\n(.*?)\r?\n?---\r?\n?(.*)$/s.exec(text) ?? [];
  if (front === undefined || summary === undefined)
    throw new SyntaxError(
      `.changeset/${id}.md is not a changeset: expected a list of packages between two lines of ---`,
    );
  const releases = (parse(front) ?? {}) as Record<string, unknown>;
  for (const [name, bump] of Object.entries(releases)) {
    if (typeof bump !== "string" || !isBump(bump))
      throw new SyntaxError(
        `.changeset/${id}.md asks for "${String(bump)}" of ${name}: expected patch, minor, major or none`,
      );
  }
  return { id, releases: releases as Record<string, Bump>, summary: summary.trim() };
}

/** A changeset's file. */
export function formatChangeset({ releases, summary }: Omit<Changeset, "id">): string {
  const lines = Object.entries(releases).map(([name, bump]) => `${JSON.stringify(name)}: ${bump}`);
  return `---\n${lines.join("\n")}\n---\n\n${summary.trim()}\n`;
}
