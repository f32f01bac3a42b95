import { type KeyObject, createHmac } from "node:crypto";
import type { Claims } from "./claims.js";

/** Signs claims as a JWT (HS256). */
export function signToken(claims: Claims, key: KeyObject): string {
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
