import type { Bump, Change, Diff } from "./change.ts";

/** The form that other programs read: `bump` and one entry a change and axis. */
export function formatJson({ bump, changes }: Diff): string {
  const entries = changes.map((one) => ({
    bump: one.bump,
    axis: one.axis,
    kind: one.kind,
    where: one.where,
    message: one.message,
  }));
  return `${JSON.stringify({ bump, changes: entries }, undefined, 2)}\n`;
}

const headings: Readonly<Record<Change["bump"], string>> = {
  major: "Major: breaks callers",
  minor: "Minor: adds",
  patch: "Patch: reads differently",
};

/** A change on both axes as one line. */
interface Line {
  readonly bump: Change["bump"];
  readonly where: string;
  readonly message: string;
  readonly axes: readonly string[];
  readonly kind: string;
  readonly advice: string | undefined;
}

function groupLines(changes: readonly Change[], bump: Bump): Line[] {
  const lines = new Map<string, Line>();
  for (const one of changes) {
    if (one.bump !== bump) continue;
    const key = `${one.where}\n${one.kind}\n${one.message}`;
    const known = lines.get(key);
    lines.set(key, { ...one, advice: one.advice, axes: [...(known?.axes ?? []), one.axis] });
  }
  return [...lines.values()];
}

const bumps = ["major", "minor", "patch"] as const;

/** For people at a terminal: by bump, with what to do. */
export function formatText({ bump, changes }: Diff, before: string, after: string): string {
  if (changes.length === 0) return `${before} → ${after}\n\nNothing changes for consumers (bump: none)\n`;
  const parts = [`${before} → ${after}`];
  for (const one of bumps) {
    const lines = groupLines(changes, one);
    if (lines.length === 0) continue;
    const body = lines.map(
      ({ where, message, axes, kind, advice }) =>
        `  ${where}\n    ${message}  [${axes.join(", ")}: ${kind}]${advice === undefined || one !== "major" ? "" : `\n    → ${advice}`}`,
    );
    parts.push(`${headings[one]} (${lines.length})\n${body.join("\n")}`);
  }
  parts.push(`Bump: ${bump}`);
  return `${parts.join("\n\n")}\n`;
}

/** For changelogs, pull requests and migration guides. */
export function formatMarkdown({ bump, changes }: Diff, before: string, after: string): string {
  const parts = [`# \`${before}\` → \`${after}\`\n\nBump: **${bump}**`];
  if (changes.length === 0) parts.push("Nothing changes for consumers.");
  for (const one of bumps) {
    const lines = groupLines(changes, one);
    if (lines.length === 0) continue;
    const body = lines.map(
      ({ where, message, axes, kind, advice }) =>
        `- \`${where}\`: ${escapeMarkdown(message)}${advice === undefined || one !== "major" ? "" : ` **${advice}**`} (${axes.join(", ")}; \`${kind}\`)`,
    );
    parts.push(`## ${headings[one]}\n\n${body.join("\n")}`);
  }
  return `${parts.join("\n\n")}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_<>|[\]]/g, "\\$&");
}
