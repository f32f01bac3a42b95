import { describe, expect, test } from "vitest";
import { base64url, encode } from "../../src/base64url.ts";

describe.each([
  ["base64url()", base64url],
  ["its encoder for older runtimes", encode],
] as const)("%s", (_, encodeBytes) => {
  test("encodes the bytes of RFC 7515 appendix C", () => {
    expect(encodeBytes(Uint8Array.of(3, 236, 255, 224, 193))).toBe("A-z_4ME");
  });

  test("encodes the header and the claims of RFC 7515 appendix A.1", () => {
    const encoder = new TextEncoder();
    expect(encodeBytes(encoder.encode('{"typ":"JWT",\r\n "alg":"HS256"}'))).toBe(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
    );
    expect(
      encodeBytes(
        encoder.encode('{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'),
      ),
    ).toBe("eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
  });
});
