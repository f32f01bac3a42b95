import type { Change, Diff } from "./change.ts";

/** The form that other programs read: `bump` and one entry a change and axis. */
export function formatJson(diff: Diff): string {
  const changes = diff.changes.map(({ bump, axis, kind, where, message }) => ({
    bump,
    axis,
    kind,
    where,
    message,
  }));
  return `${JSON.stringify({ bump: diff.bump, changes }, undefined, 2)}\n`;
}

const headings: Readonly<Record<Change["bump"], string>> = {
  major: "Major: breaks callers",
  minor: "Minor: adds",
  patch: "Patch: reads differently",
};

const bumps = ["major", "minor", "patch"] as const;

/** The changes by bump; one on both axes is one line. Advice is for what breaks callers. */
function sections(changes: readonly Change[]) {
  return bumps.flatMap((bump) => {
    const own = changes.filter((change) => change.bump === bump);
    const groups = Map.groupBy(own, ({ where, kind, message }) => `${where}\n${kind}\n${message}`);
    const lines = [...groups.values()].flatMap(([first, ...rest]) => {
      if (!first) return [];
      const axes = [first, ...rest].map(({ axis }) => axis).join(", ");
      return [{ ...first, axes, advice: bump === "major" ? first.advice : undefined }];
    });
    return lines.length === 0 ? [] : [{ heading: headings[bump], lines }];
  });
}

/** For people at a terminal: by bump, with what to do. */
export function formatText({ bump, changes }: Diff, before: string, after: string): string {
  if (changes.length === 0) return `${before} → ${after}\n\nNothing changes for consumers (bump: none)\n`;
  const parts = sections(changes).map(({ heading, lines }) => {
    const body = lines.map(
      ({ where, message, axes, kind, advice }) =>
        `  ${where}\n    ${message}  [${axes}: ${kind}]${advice === undefined ? "" : `\n    → ${advice}`}`,
    );
    return `${heading} (${lines.length})\n${body.join("\n")}`;
  });
  return `${[`${before} → ${after}`, ...parts, `Bump: ${bump}`].join("\n\n")}\n`;
}

/** For changelogs, pull requests and migration guides. */
export function formatMarkdown({ bump, changes }: Diff, before: string, after: string): string {
  const parts = sections(changes).map(({ heading, lines }) => {
    const body = lines.map(
      ({ where, message, axes, kind, advice }) =>
        `- \`${where}\`: ${escapeMarkdown(message)}${advice === undefined ? "" : ` **${advice}**`} (${axes}; \`${kind}\`)`,
    );
    return `## ${heading}\n\n${body.join("\n")}`;
  });
  if (changes.length === 0) parts.push("Nothing changes for consumers.");
  return `${[`# \`${before}\` → \`${after}\`\n\nBump: **${bump}**`, ...parts].join("\n\n")}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_<>|[\]]/g, "\\$&");
}
