import type { BumpOutcome } from "./bump.ts";
import type { BumpPlan } from "./plan-bump.ts";
import { forUsers } from "./user-texts.ts";

export interface BumpReport extends BumpOutcome {
  readonly dryRun: boolean;
}

/** For other programs. */
export function reportJson({ plan, dryRun, checks, decisions }: BumpReport): string {
  const { writes, ...rest } = plan;
  const files = writes.map(({ path, text }) => ({ path, action: text === undefined ? "delete" : "write" }));
  return `${JSON.stringify({ dryRun, ...rest, decisions, files, checks: checks.map(({ name, passed }) => ({ name, passed })) }, undefined, 2)}\n`;
}

/** For people. */
export function reportText({ plan, dryRun, checks, decisions }: BumpReport): string {
  const { version, current, curations, writes } = plan;
  if (plan.isDraft) return reportDraft(plan, dryRun);
  const blocks = [
    `${current} → ${version}: ${plan.bump}`,
    table(Object.entries(plan.packages).map(([name, bump]) => [name, bump])),
    block(
      "Changes",
      forUsers(plan.changes).map(
        ({ bump, axes, where, message }) => `${bump.padEnd(5)}  ${where}: ${message} (${axes.join(", ")})`,
      ),
    ),
    block("Repaired in the published document", plan.repairs),
    block("Taken over from the published document", plan.taken),
    curations.length === 0
      ? ""
      : block("Curations", [
          `${curations.filter(({ status }) => status === "applies").length} apply`,
          ...curations
            .filter(({ status }) => status !== "applies")
            .map(({ id, status, reason }) => `${status}: ${id}, ${reason}`),
        ]),
    dryRun
      ? block(
          "Texts that would be written",
          writes.filter(isText).map(({ path, text }) => `${path}\n${indent(text ?? "")}`),
        )
      : "",
    block(dryRun ? "Files that would be written" : "Files", listFiles(plan)),
    ...checks.map(({ name, passed, output }) =>
      passed ? "" : `${name} failed:\n${indent(lastLines(output, 60))}`,
    ),
    block(
      "To decide by hand",
      decisions.map(({ text }) => text),
    ),
    block("Can wait", plan.todo),
    dryRun ? "Nothing was changed" : next(decisions),
  ];
  return `${blocks.filter((text) => text !== "").join("\n\n")}\n`;
}

function next(decisions: BumpReport["decisions"]): string {
  return decisions.length === 0
    ? "Nothing is left to decide: review the diff, commit, and let CI run pnpm check and pnpm test"
    : "Next: review the diff, decide what is listed, run pnpm check and pnpm test, commit";
}

function reportDraft(
  { version, current, draftProblems, repairs, taken, curations, decisions, todo, writes }: BumpPlan,
  dryRun: boolean,
): string {
  const blocks = [
    `${current} → ${version}: ${dryRun ? "the draft would need a person" : "drafted"}; nothing is generated from it before it is finished`,
    block("Repaired in the published document", repairs),
    block("Taken over from the published document", taken),
    block("What the linters say", draftProblems),
    block(
      "Curations",
      curations
        .filter(({ status }) => status !== "applies")
        .map(({ id, status, reason }) => `${status}: ${id}, ${reason}`),
    ),
    block("To decide by hand", [...decisions.map(({ text }) => text), ...todo]),
    block(
      dryRun ? "Files that would be written" : "Files",
      writes.map(({ path }) => path),
    ),
    dryRun ? "Nothing was changed" : "",
  ];
  return `${blocks.filter((text) => text !== "").join("\n\n")}\n`;
}

function isText({ path }: { path: string }): boolean {
  return path.startsWith(".changeset/") || path.startsWith("docs/");
}

/** Paths, the many of one folder in one line. */
function listFiles({ writes }: BumpPlan): string[] {
  const folders = new Map<string, string[]>();
  for (const { path, text } of writes) {
    const folder = /^(.*\/(?:vectors|generated))\//.exec(path)?.[1] ?? path;
    folders.set(folder, [...(folders.get(folder) ?? []), text === undefined ? "deleted" : "written"]);
  }
  return [...folders].map(([folder, actions]) =>
    actions.length === 1 ? folder : `${folder}: ${actions.length} files`,
  );
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
}

function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split("\n");
  return lines.length <= count ? text : ["…", ...lines.slice(-count)].join("\n");
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
}
