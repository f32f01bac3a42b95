import { createHmac } from "node:crypto";

/** Signs claims as a JWT that lives for decades, also by a clock that a test has moved. Claims and header can say otherwise. */
export function signJwt(claims: object, key: string, header: { readonly alg?: string } = {}): string {
  const signed = [
    { alg: "HS256", ...header },
    { exp: 4_000_000_000, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const digest = header.alg === "HS512" ? "sha512" : "sha256";
  return `${signed}.${createHmac(digest, key).update(signed).digest("base64url")}`;
}
