import { describe, expect, test } from "vitest";
import { forUsers, writeChangesets, writeGuide } from "../../../src/bump/user-texts.ts";
import type { Change } from "../../../../generator/src/diff/change.ts";

const removed: Change[] = (["wire", "types"] as const).map((axis) => ({
  bump: "major",
  axis,
  kind: "operation-removed",
  where: "GET /lamps",
  message: "operation removed",
  advice: "Call GET /lights",
}));
const renamed: Change = {
  bump: "major",
  axis: "types",
  kind: "schema-renamed",
  where: "Lamp",
  message: "renamed to Light",
};
const added: Change = {
  bump: "minor",
  axis: "types",
  kind: "schema-added",
  where: "Shade",
  message: "added",
};
const inputs = { scope: "@acme", version: "2025-08-01", current: "2024-12-01" };

describe("forUsers()", () => {
  test("makes one of what was found on both axes, the gravest first", () => {
    const changes = forUsers([added, ...removed]);
    expect(changes.map(({ where, axes }) => [where, axes])).toEqual([
      ["GET /lamps", ["types", "wire"]],
      ["Shade", ["types"]],
    ]);
  });

  test("takes the graver verdict of the two axes", () => {
    const [first, second] = removed;
    expect(first && second && forUsers([{ ...first, bump: "minor" }, second])[0]?.bump).toBe("major");
  });
});

describe("writeChangesets()", () => {
  test("says what breaks to the client's users, and only what reaches the wire to the emulator's", () => {
    const packages = { types: "major", "fetch-client": "major", auth: "major", emulator: "major" } as const;
    const texts = Object.fromEntries(
      writeChangesets({ ...inputs, packages, changes: [...removed, renamed] }).map(({ path, text }) => [
        path,
        text,
      ]),
    );
    expect(Object.keys(texts)).toEqual([
      ".changeset/api-2025-08-01-client.md",
      ".changeset/api-2025-08-01-auth.md",
      ".changeset/api-2025-08-01-emulator.md",
    ]);
    expect(texts[".changeset/api-2025-08-01-client.md"]).toContain("- `Lamp`: renamed to Light");
    expect(texts[".changeset/api-2025-08-01-emulator.md"]).not.toContain("Lamp`");
    expect(texts[".changeset/api-2025-08-01-emulator.md"]).toContain("- `GET /lamps`: operation removed");
  });

  test("writes none for a package that stays as it is", () => {
    const packages = { types: "minor", "fetch-client": "minor", auth: "none", emulator: "none" } as const;
    const writes = writeChangesets({ ...inputs, packages, changes: [added] });
    expect(writes.map(({ path }) => path)).toEqual([".changeset/api-2025-08-01-client.md"]);
  });
});

describe("writeGuide()", () => {
  test("says what breaks, where, and what to do", () => {
    const packages = { types: "major", "fetch-client": "major", auth: "major", emulator: "major" } as const;
    const { path, text } = writeGuide({ ...inputs, packages, changes: [...removed, renamed, added] });
    expect(path).toBe("docs/migrations/2025-08-01.md");
    expect(text).toContain("- **`GET /lamps`**: operation removed. Call GET /lights.\n");
    expect(text).toContain(
      "- **`Lamp`**: renamed to Light. Does not compile; nothing changes over the wire.",
    );
    expect(text).toContain("## What is new\n\n- **`Shade`**: added.");
    expect(text).toContain("@acme/types/2024-12-01");
  });
});
