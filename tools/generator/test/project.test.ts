import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generateProject } from "../src/project.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function writeDocument(version: string, operationIds: readonly string[]): void {
  const paths = Object.fromEntries(
    operationIds.map((operationId) => [
      `/${operationId}`,
      { get: { operationId, responses: { 204: { description: "Done" } } } },
    ]),
  );
  mkdirSync(join(root, "spec", version), { recursive: true });
  writeFileSync(
    join(root, "spec", version, "openapi.yaml"),
    JSON.stringify({ openapi: "3.1.0", info: { title: "Things", version }, paths }),
  );
}

describe("generateProject()", () => {
  test("gives the emulator the routes of each version, and the names of all operations", async () => {
    writeDocument("2024-12-01", ["kept", "removed"]);
    writeDocument("2025-08-01", ["added", "kept"]);
    const { folders } = await generateProject(root);
    const files = new Map(
      folders
        .find(({ folder }) => folder.endsWith("packages/emulator/generated"))
        ?.files.map(({ path, text }) => [path, text]),
    );
    expect([...files.keys()].toSorted()).toEqual([
      "2024-12-01/routes.ts",
      "2025-08-01/routes.ts",
      "README.md",
      "index.ts",
      "manifest.json",
      "operation-parameters.ts",
    ]);
    expect(files.get("2024-12-01/routes.ts")).toContain('"path": "/removed"');
    expect(files.get("2025-08-01/routes.ts")).not.toContain('"path": "/removed"');
    const index = files.get("index.ts");
    expect(index).toContain('export { apiVersion, routes } from "./2025-08-01/routes.js";');
    expect(index).toContain('["2024-12-01", v2024_12_01.routes],\n  ["2025-08-01", v2025_08_01.routes],');
    expect(index).toContain('export type OperationId =\n  | "kept"\n  | "removed"\n  | "added";');
  });
});
