import { describe, expect, test } from "vitest";
import { forUsers, writeChangesets, writeGuide } from "../../../src/bump/user-texts.ts";
import type { Change } from "../../../../spec-diff/src/change.ts";

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
const inputs = {
  scope: "@acme",
  version: "2025-08-01",
  current: "2024-12-01",
  methods: new Map([
    ["GET /lamps", "listLamps"],
    ["POST /lamps/{lamp}/:switch", "switchLamp"],
    ["GET /api/auth/accessKey", "getAccessKey"],
  ]),
  unhandled: [],
};
const majorOfAll = { types: "major", "fetch-client": "major", auth: "major", emulator: "major" } as const;

function change(kind: string, bump: "major" | "minor" | "patch", where: string, message: string): Change {
  return { bump, axis: "types", kind, where, message };
}

describe("forUsers()", () => {
  test("makes one of what was found on both axes, the gravest first", () => {
    const changes = forUsers([added, ...removed]);
    expect(changes.map(({ where, axes }) => [where, axes])).toEqual([
      ["GET /lamps", ["types", "wire"]],
      ["Shade", ["types"]],
    ]);
  });

  test("leaves out what can be seen only by comparing documents", () => {
    const note = change(
      "upstream-operation-id-changed",
      "patch",
      "GET /lamps x-upstream-operation-id",
      "changed",
    );
    expect(forUsers([note])).toEqual([]);
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
    expect(texts[".changeset/api-2025-08-01-emulator.md"]).toContain("- `signalr.listLamps()`: is gone");
  });

  test("says what the emulator does not implement so far instead of claiming a version that is not there", () => {
    const emulator = (unhandled: readonly string[]) =>
      writeChangesets({ ...inputs, unhandled, packages: majorOfAll, changes: removed }).find(({ path }) =>
        path.includes("emulator"),
      )?.text;
    expect(emulator([])).toContain("Answer version 2025-08-01 of the API");
    expect(emulator(["listShades"])).toContain(
      "Accept version 2025-08-01 of the API\n\nFor what is new there, the emulator responds with 501 so far: `listShades`.",
    );
  });

  test("claims that tokens are as they were only where the operation that hands out keys did not break", () => {
    const auth = (changes: readonly Change[]) =>
      writeChangesets({ ...inputs, packages: majorOfAll, changes }).find(({ path }) => path.includes("auth"))
        ?.text;
    expect(auth(removed)).toContain("Tokens and negotiation are as they were.");
    const moved = change("method-renamed", "major", "GET /api/auth/accessKey", "method renamed from a to b");
    expect(auth([moved])).not.toContain("as they were");
    expect(auth([moved])).toContain("- `signalr.getAccessKey()`: method renamed from a to b");
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
    const text = writeGuide({ ...inputs, packages, changes: [...removed, renamed, added] });
    expect(text).toContain("- **`signalr.listLamps()`**: is gone. Call GET /lights.\n");
    expect(text).toContain(
      "- **`Lamp`**: renamed to Light. Does not compile; nothing changes over the wire.",
    );
    expect(text).toContain("## What is new\n\n- **`Shade`**: added.");
    expect(text).toContain("@acme/types/2024-12-01");
  });

  test("speaks of methods and says each thing once", () => {
    const changes = [
      change(
        "parameter-added",
        "minor",
        "POST /lamps/{lamp}/:switch query fade",
        "optional query parameter fade (integer) added",
      ),
      change(
        "error-status-added",
        "minor",
        "POST /lamps/{lamp}/:switch 409",
        "status 409 added, from 200, 400 to 200, 400, 409",
      ),
      change("operation-added", "minor", "GET /lamps", "operation GET /lamps (listLamps) added"),
      change("documentation-changed", "patch", "Lamp", 'description changed from "A" to "B"'),
      change("documentation-changed", "patch", "Shade", 'description changed from "A" to "B"'),
    ];
    const text = writeGuide({ ...inputs, packages: majorOfAll, changes });
    expect(text?.replace(/^.*?(?=## What is new)/s, "")).toBe(
      [
        "## What is new",
        "",
        "- **`signalr.listLamps()`**: is new.",
        "- **`signalr.switchLamp()` `409`**: status 409 added.",
        "- **`signalr.switchLamp()` query `fade`**: optional query parameter fade (integer) added.",
        "",
        "Texts and examples changed in 2 places.",
        "",
      ].join("\n"),
    );
  });
});
