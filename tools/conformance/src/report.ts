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

export function toMarkdown({ apiVersion, counts, findings }: Report): string {
  const told = findings.filter(({ verdict }) => verdict !== "agreed");
  const rows = told.map(
    ({ id, title, verdict, expected = "", actual, files }) =>
      `| ${[verdict, `\`${id}\``, title, expected, actual, files.map((file) => `\`${file}\``).join(", ")].map(cell).join(" | ")} |`,
  );
  const table =
    rows.length === 0
      ? []
      : [
          "",
          "| Verdict | Id | Question | Expected | Answer | Where to change it |",
          "| --- | --- | --- | --- | --- | --- |",
          ...rows,
        ];
  return [
    `# Conformance with API version ${apiVersion}`,
    "",
    `${counts.agreed} agreed · ${counts.differs} differ · ${counts.new} new · ${counts.failed} could not be asked`,
    ...table,
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
