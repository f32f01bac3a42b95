import { createHmac } from "node:crypto";

export function signJwt(claims: object, key: string): string {
  const signed = [{ alg: "HS256" }, { exp: 4_000_000_000, ...claims }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}
