import { createHmac, timingSafeEqual } from "node:crypto";
import { type JsonObject, isObject } from "./document.ts";

/** Signs a JSON Web Token with HS256 and the UTF-8 bytes of a key, by node:crypto alone. */
export function signToken(claims: JsonObject, key: string): string {
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

/** The claims of a token, if it is signed with HS256 and the key; `undefined` otherwise. */
export function verifiedClaims(token: string, key: string): JsonObject | undefined {
  const [header = "", claims = "", signature = ""] = token.split(".");
  if (decode(header)?.alg !== "HS256") return undefined;
  const expected = createHmac("sha256", key).update(`${header}.${claims}`).digest();
  const actual = Buffer.from(signature, "base64url");
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? decode(claims) : undefined;
}

/** Claims of a token of the service's REST API: the URL of the request without query, and an hour to live. */
export function serviceToken(url: string, key: string): string {
  return signToken({ aud: url.split("?")[0], exp: Math.floor(Date.now() / 1000) + 3600 }, key);
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
