import { describe, expect, test } from "vitest";
import type { Finding } from "../src/finding.ts";
import { createReport, toMarkdown } from "../src/report.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const finding = (verdict: Finding["verdict"], actual: string): Finding => ({
  id: "wrong-method",
  title: "What does a wrong method get?",
  verdict,
  expected: "405",
  actual,
  files: ["router.ts"],
});

describe("createReport()", () => {
  test("counts the verdicts", () => {
    const findings = [finding("agreed", "405"), finding("differs", "404"), finding("differs", "400")];
    expect(createReport("2024-12-01", findings, []).counts).toEqual({
      agreed: 1,
      differs: 2,
      new: 0,
      failed: 0,
    });
  });

  test("hides the key, the address and every token, also where an answer repeats them", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl";
    const answer = `https://contoso.example refused ${token} made with ${key} at contoso.example`;
    const report = createReport(
      "2024-12-01",
      [finding("failed", answer)],
      [key, "https://contoso.example", "contoso.example"],
    );
    expect(report.findings[0]?.actual).toBe("… refused … made with … at …");
  });
});

describe("toMarkdown()", () => {
  test("lists what did not agree, with the file to change, in one line per finding", () => {
    const report = createReport(
      "2024-12-01",
      [finding("agreed", "405"), finding("differs", "404 |\nnot found")],
      [],
    );
    expect(toMarkdown(report)).toBe(`# Conformance with API version 2024-12-01

1 agreed · 1 differ · 0 new · 0 could not be asked

| Verdict | Id | Question | Expected | Answer | Where to change it |
| --- | --- | --- | --- | --- | --- |
| differs | \`wrong-method\` | What does a wrong method get? | 405 | 404 \\| not found | \`router.ts\` |
`);
  });

  test("has no table when everything agreed", () => {
    expect(toMarkdown(createReport("2024-12-01", [finding("agreed", "405")], []))).not.toContain("| --- |");
  });
});
