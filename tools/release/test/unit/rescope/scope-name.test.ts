import { describe, expect, test } from "vitest";
import { judgeScope } from "../../../src/rescope/scope-name.ts";

describe("judgeScope()", () => {
  test.each(["@acme", "@acme-labs", "@a", "@acme.io", "@1password", "@acme/signalr-", "@acme/a-b-"])(
    "takes %s",
    (scope) => {
      expect(judgeScope(scope)).toBeUndefined();
    },
  );

  test.each([
    ["acme", "such as @acme"],
    ["Acme Corp!", "such as @acme-corp"],
    ["@", "a name after the @"],
    ["@Acme", "expected @acme"],
    ["@acme/auth", "such as @acme, or a prefix of names that ends in a hyphen, such as @acme/signalr-"],
    ["@acme/-", "such as @acme"],
    ["@acme/a/b-", "such as @acme"],
    ["@Acme/signalr-", "expected @acme"],
    [`@acme/${"a".repeat(100)}-`, "too long"],
    ["@acme corp", "lower-case letters"],
    ["@.acme", "lower-case letters"],
    ["@_acme", "lower-case letters"],
    ["@ac'me", "lower-case letters"],
    [`@${"a".repeat(200)}`, "too long"],
  ])("refuses %s and says what it expected", (scope, part) => {
    expect(judgeScope(scope)).toContain(part);
  });
});
