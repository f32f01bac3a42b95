import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diffDocuments } from "../src/diff.ts";
import { readSpec } from "../../generator/src/read-spec.ts";

const current = join(import.meta.dirname, "../../../spec/2024-12-01/openapi.yaml");
const earlier = join(import.meta.dirname, "history/2023-07-01.yaml");
const later = join(import.meta.dirname, "history/2025-08-01.yaml");

function diff(before: string, after: string) {
  return diffDocuments(readSpec(before), readSpec(after));
}

describe("the history of the service", () => {
  test("from 2023-07-01 to 2024-12-01 adds four operations and breaks nothing", () => {
    const { bump, changes } = diff(earlier, current);
    expect(bump).toBe("minor");
    const added = changes.filter(({ kind, axis }) => kind === "operation-added" && axis === "wire");
    expect(added.map(({ where }) => where)).toEqual([
      "GET /api/hubs/{hub}/groups/{group}/connections",
      "POST /api/hubs/{hub}/connections/{connectionId}/:invoke",
      "POST /api/hubs/{hub}/connections/{connectionId}/streams/{streamId}/:complete",
      "POST /api/hubs/{hub}/connections/{connectionId}/streams/{streamId}/:send",
    ]);
  });

  test("backwards, the same four are removed", () => {
    const { bump, changes } = diff(current, earlier);
    expect(bump).toBe("major");
    expect(changes.filter(({ kind, axis }) => kind === "operation-removed" && axis === "types")).toHaveLength(
      4,
    );
  });
});

describe("the made-up version 2025-08-01", () => {
  const { bump, changes } = diff(current, later);
  const verdicts = (kind: string) =>
    changes
      .filter((one) => one.kind === kind)
      .map((one) => `${one.bump} ${one.axis} ${one.where}`)
      .toSorted();

  test("is a major version", () => {
    expect(bump).toBe("major");
  });

  test.each([
    ["operation-added", "GET /api/hubs/{hub}/users/{user}/groups", "minor wire", "minor types"],
    ["optional-parameter-added", "POST /api/hubs/{hub}/:send query priority", "minor wire", "minor types"],
    ["request-default-changed", "POST /api/hubs/{hub}/:generateToken query minutesToExpire", "major wire"],
    [
      "operation-deprecated",
      "POST /api/hubs/{hub}/connections/{connectionId}/streams/{streamId}/:complete",
      "minor types",
    ],
    ["response-nullable-added", "GroupMember.userId", "major wire", "major types"],
    ["response-optional-property-added", "GroupMember.connectedAt", "minor wire", "minor types"],
    ["request-union-branch-added", "SignalRCommand", "minor wire", "minor types"],
    ["schema-renamed", "InnerError", "major types"],
  ])("%s at %s", (kind, where, ...expected) => {
    expect(verdicts(kind)).toEqual(expected.map((verdict) => `${verdict} ${where}`).toSorted());
  });

  test("limits a text wherever the shared parameter is used", () => {
    expect(verdicts("request-length-tightened")).toEqual([
      "major wire DELETE /api/hubs/{hub}/connections/{connectionId} query reason",
      "major wire POST /api/hubs/{hub}/:closeConnections query reason",
      "major wire POST /api/hubs/{hub}/groups/{group}/:closeConnections query reason",
      "major wire POST /api/hubs/{hub}/users/{user}/:closeConnections query reason",
    ]);
  });

  test("reports a changed text once", () => {
    expect(verdicts("documentation-changed")).toContain("patch types ClientTokenResponse");
  });
});
