import type { Finding, Verdict } from "./finding.ts";

export interface Report {
  readonly apiVersion: string;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly findings: readonly Finding[];
}

/**
 * What a run found, without the address and the key of the service: the report is meant to be shared.
 *
 * @param secrets Texts that are replaced wherever an answer repeats them.
 */
export function createReport(
  apiVersion: string,
  findings: readonly Finding[],
  secrets: readonly string[],
): Report {
  const counts = { agreed: 0, differs: 0, new: 0, failed: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return {
    apiVersion,
    counts,
    findings: findings.map((finding) => ({ ...finding, actual: withoutSecrets(finding.actual, secrets) })),
  };
}

/** A bearer token grants access to its holder, no matter who signed it. */
const token = /\bey[\w-]+\.[\w-]+\.[\w-]*/g;

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== "")
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "…"), text)
    .replaceAll(token, "…");
}

/** How many of each verdict. */
export function describeCounts({ counts }: Report): string {
  return `${counts.agreed} agreed · ${counts.differs} differ · ${counts.new} new · ${counts.failed} could not be asked`;
}

export function toMarkdown(report: Report): string {
  const rows = report.findings
    .filter(({ verdict }) => verdict !== "agreed")
    .map(({ id, title, verdict, expected = "", actual, files }) => {
      const cells = [
        verdict,
        `\`${id}\``,
        title,
        expected,
        actual,
        files.map((file) => `\`${file}\``).join(", "),
      ];
      return `| ${cells.map(cell).join(" | ")} |\n`;
    });
  const head =
    "\n| Verdict | Id | Question | Expected | Answer | Where to change it |\n| --- | --- | --- | --- | --- | --- |\n";
  const table = rows.length === 0 ? "" : head + rows.join("");
  return `# Conformance with API version ${report.apiVersion}\n\n${describeCounts(report)}\n${table}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
