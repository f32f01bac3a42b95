import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSpec } from "../../../../generator/src/read-spec.ts";
import { diffDocuments } from "../../../../spec-diff/src/diff.ts";
import { consumerProgram } from "../../../src/rehearse/consumer-program.ts";
import { dateAfter, largeVersion, smallVersion } from "../../../src/rehearse/made-up-versions.ts";
import { firstExample } from "../../../src/rehearse/project.ts";
import { nextVersion } from "../../../src/rehearse/rehearse.ts";
import { listVersions } from "../../../src/versions.ts";
import { apiRepository, document } from "../../api-repository.ts";

const root = join(import.meta.dirname, "../../../../..");
const current = listVersions(root).at(-1) ?? "";

describe("consumerProgram()", () => {
  test("calls every method with every argument, and takes its answer as it was", () => {
    const file = join(apiRepository().root, "spec/2024-12-01/openapi.yaml");
    const modules = { client: "@acme/fetch-client", types: "@acme/types" };
    const earlier = { client: "@acme/fetch-client/2024-12-01", types: "@acme/types/2024-12-01" };
    const program = consumerProgram(file, modules, earlier);
    expect(program).toContain('import type { Lamp } from "@acme/types";');
    expect(program).toContain(
      'export const getLamp: Answer<"getLamp"> = client.getLamp({ lamp: given<Given<"getLamp">["lamp"]>()',
    );
  });
});

describe("The made-up versions", () => {
  test("are newer than the current one and in order", () => {
    expect(dateAfter("2024-12-01", 30)).toBe("2024-12-31");
    const text = readFileSync(join(root, `spec/${current}/openapi.yaml`), "utf8");
    const versions = [current, smallVersion(text, current).version, largeVersion(root, current).version];
    expect(versions.toSorted()).toEqual(versions);
  });

  test("are a minor and a major change", () => {
    const before = parseSpec(document("2024-12-01"), "before.yaml");
    const small = parseSpec(smallVersion(document("2024-12-01"), "2024-12-01").document, "small.yaml");
    expect(diffDocuments(before, small).bump).toBe("minor");
    const real = parseSpec(readFileSync(join(root, `spec/${current}/openapi.yaml`), "utf8"), "real.yaml");
    expect(diffDocuments(real, parseSpec(largeVersion(root, current).document, "large.yaml")).bump).toBe(
      "major",
    );
  });
});

describe("nextVersion()", () => {
  test("is semver's", () => {
    expect((["major", "minor", "patch", "none"] as const).map((bump) => nextVersion("1.2.3", bump))).toEqual([
      "2.0.0",
      "1.3.0",
      "1.2.4",
      "1.2.3",
    ]);
  });
});

describe("firstExample()", () => {
  test("is the first TypeScript block of the README", () => {
    expect(firstExample("```sh\na\n```\n\n```ts\nb();\n```\n\n```ts\nc();\n```\n")).toBe("b();\n");
    expect(firstExample(readFileSync(join(root, "README.md"), "utf8"))).toContain("import");
  });

  test("throws if there is none", () => {
    expect(() => firstExample("# Nothing\n")).toThrow("has no example");
  });
});
