import { describe, expect, test } from "vitest";
import { AccessKeys } from "../../../src/auth/access-keys.js";
import { TokenVerifier } from "../../../src/auth/token-verifier.js";
import { ManualClock } from "../../../src/testing/manual-clock.js";
import { signJwt } from "../../sign-jwt.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

const sign = (signingKey: string, header: object = {}): string => signJwt({ aud: "x" }, signingKey, header);

function verifierAt(clock: ManualClock): { keys: AccessKeys; verifier: TokenVerifier } {
  const now = (): number => clock.now();
  const keys = new AccessKeys([key], now);
  return { keys, verifier: new TokenVerifier(keys, { now, strict: false }) };
}

describe("A token", () => {
  // RFC 7515 section 4.1.11: extensions that are not understood make the JWS invalid, and so does a malformed list.
  test.each([[["b64"]], [["exp"]], [["urn:example:unknown"]], [[]], ["b64"], [null], [1]])(
    "whose header has crit: %j is refused, though its signature is right",
    (crit) => {
      const { verifier } = verifierAt(new ManualClock());
      expect(() => verifier.verify(sign(key, { crit, b64: true }))).toThrow("critical");
      expect(() => verifier.verify(sign(key))).not.toThrow();
    },
  );

  test("of a rotating key is refused once the key has expired, though it was verified before", () => {
    const clock = new ManualClock(Date.UTC(2030, 0, 1, 12));
    const { keys, verifier } = verifierAt(clock);
    const { AccessKey, KeyId } = keys.rotating();
    const token = sign(AccessKey, { kid: KeyId });
    expect(verifier.verify(token)).toMatchObject({ aud: "x" });
    clock.advance(89 * 60_000);
    expect(verifier.verify(token)).toMatchObject({ aud: "x" });
    clock.advance(60_000);
    expect(() => verifier.verify(token)).toThrow("signature does not match");
  });

  test("of a configured key is verified once, and its claims are remembered", () => {
    const { verifier } = verifierAt(new ManualClock());
    const token = sign(key);
    expect(verifier.verify(token)).toBe(verifier.verify(token));
  });
});
