import { describe, expect, test } from "vitest";
import { RecentClaims } from "../../../src/auth/recent-claims.js";

const claimsOf = (token: string) => ({ nameid: token });

describe("The claims of tokens seen of late", () => {
  test("are those of the last half of the size, at the least", () => {
    const recent = new RecentClaims(4);
    for (const token of ["a", "b", "c", "d", "e"]) recent.set(token, claimsOf(token));
    expect(recent.get("d")).toEqual(claimsOf("d"));
    expect(recent.get("e")).toEqual(claimsOf("e"));
  });

  test("are never more than the size", () => {
    const recent = new RecentClaims(4);
    const tokens = Array.from({ length: 100 }, (_, index) => `token ${index}`);
    for (const token of tokens) recent.set(token, claimsOf(token));
    expect(tokens.filter((token) => recent.get(token) !== undefined).length).toBeLessThanOrEqual(4);
  });

  test("stay as long as the token comes again", () => {
    const recent = new RecentClaims(4);
    recent.set("busy", claimsOf("busy"));
    for (const token of ["a", "b", "c", "d", "e", "f", "g"]) {
      recent.set(token, claimsOf(token));
      expect(recent.get("busy")).toEqual(claimsOf("busy"));
    }
    expect(recent.get("a")).toBeUndefined();
  });
});
