import type { Rule } from "./rule.ts";
import { ruleFamilies } from "./rules/table.ts";

const start = "<!-- rules: written by pnpm --filter @x/spec-diff rules -->";
const end = "<!-- /rules -->";

/** The rules as Markdown: a table a family, and below it where oasdiff says something else. */
export function formatRules(): string {
  const families: Readonly<Record<string, Readonly<Record<string, Rule>>>> = ruleFamilies;
  const all = Object.values(families).flatMap((rules) => Object.values(rules));
  const departures = all.filter(({ oasdiff }) => oasdiff !== undefined).length;
  const parts = [
    `${all.length} rules. ${departures} of them depart from oasdiff's published levels, or have no counterpart there; the note says why.`,
  ];
  for (const [family, rules] of Object.entries(families)) {
    const rows = Object.entries(rules).map(
      ([id, { title, wire, types, reason }]) =>
        `| \`${id}\` | ${shown(wire)} | ${shown(types)} | ${cell(`${title}. ${reason}`)} |`,
    );
    parts.push(
      `### ${family}\n\n| rule | wire | types | what happens, and why the verdict |\n| --- | --- | --- | --- |\n${rows.join("\n")}`,
    );
    const notes = Object.entries(rules).flatMap(([id, { oasdiff }]) =>
      oasdiff === undefined ? [] : [`- \`${id}\`: ${oasdiff}`],
    );
    if (notes.length > 0) parts.push(`oasdiff on the wire:\n\n${notes.join("\n")}`);
  }
  return parts.join("\n\n");
}

function shown(bump: Rule["wire"]): string {
  return bump === "major" ? "**major**" : bump;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The page with the rules between its two markers. */
export function withRules(page: string): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from === -1 || to < from)
    throw new Error(`The page has no place for the rules: expected ${start} and ${end}`);
  return `${page.slice(0, from)}${start}\n\n${formatRules()}\n\n${page.slice(to)}`;
}
