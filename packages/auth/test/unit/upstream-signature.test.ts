import { describe, expect, test } from "vitest";
import { verifyUpstreamSignature } from "../../src/upstream-signature.ts";

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const other = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const hex = "261F7F58FF9FB9BB8BE7E4951A807FE6091E5C074885BF63B865ECCD28728881";
const zeros = "0".repeat(64);

describe("verifyUpstreamSignature()", () => {
  test.each([
    ["the published vector", `sha256=${hex}`, key],
    ["lower case", `sha256=${hex.toLowerCase()}`, key],
    ["no prefix", hex, key],
    ["the signature of the second key", `sha256=${zeros},sha256=${hex}`, key],
    ["a space after the comma", `sha256=${zeros}, sha256=${hex}`, key],
    ["any of several keys", `sha256=${hex}`, [other, key]],
  ])("accepts %s", async (_name, signature, accessKeys) => {
    expect(await verifyUpstreamSignature({ connectionId: "conn-1", signature, accessKeys })).toBe(true);
  });

  test.each([
    ["another connection", "conn-2", `sha256=${hex}`, key],
    ["another key", "conn-1", `sha256=${hex}`, other],
    ["no key at all", "conn-1", `sha256=${hex}`, []],
    ["no signature", "conn-1", null, key],
    ["no connection id", null, `sha256=${hex}`, key],
    ["a cut signature", "conn-1", `sha256=${hex.slice(2)}`, key],
    ["a longer signature", "conn-1", `sha256=${hex}00`, key],
    ["another digest", "conn-1", `sha1=${hex}`, key],
    ["a flood of signatures", "conn-1", `${`sha256=${zeros},`.repeat(1000)}sha256=${hex}`, key],
  ])("refuses %s", async (_name, connectionId, signature, accessKeys) => {
    expect(await verifyUpstreamSignature({ connectionId, signature, accessKeys })).toBe(false);
  });

  test("throws for an empty access key, with which anybody could sign", async () => {
    const forged = { connectionId: "conn-1", signature: `sha256=${hex}`, accessKeys: "" };
    await expect(verifyUpstreamSignature(forged)).rejects.toMatchObject({ code: "access-key-invalid" });
  });
});
