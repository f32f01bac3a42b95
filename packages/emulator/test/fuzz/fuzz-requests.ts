import { createHmac } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { routes } from "../../generated/index.js";
import { type Emulator, wellKnownAccessKey } from "../../src/index.js";
import type { Random } from "./random.ts";

const names = [
  "chat",
  "..",
  ".",
  "%2e%2e",
  "",
  " ",
  "__proto__",
  "constructor",
  "a%2Fb",
  "%zz",
  "%00",
  "ü",
  "😀",
  "x".repeat(1500),
  "%ff",
  ":send",
  "a\\b",
  "'",
] as const;
const values = [
  "1",
  "-1",
  "0",
  "1e9",
  "true",
  "null",
  "99999999999",
  "é",
  "%",
  "'",
  "((((",
  "not ".repeat(200),
  "userId eq 'a'",
  "x".repeat(3_000),
  "",
] as const;
const queryNames = [
  "api-version",
  "API-VERSION",
  "excluded",
  "reason",
  "ttl",
  "top",
  "maxpagesize",
  "filter",
  "application",
  "userId",
  "minutesToExpire",
  "continuationToken",
  "__proto__",
  "completed",
] as const;
const bodies = [
  '{"target":"t","arguments":[1]}',
  "{}",
  "[]",
  "null",
  "",
  "{",
  '{"__proto__":{"target":"x"}}',
  '{"target":"t","arguments":{"length":1}}',
  '[{"type":"JoinGroup","group":"g"},{"type":"SendMessage","message":null}]',
  `[{"type":"CloseConnection","reason":1}]`,
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  `"${"x".repeat(70_000)}"`,
] as const;
const types = [
  "application/json",
  "application/octet-stream",
  "application/x-msgpack",
  "text/plain",
  "",
  "a/b;c=d",
] as const;

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Sends one request that is right in some parts and wrong in others. @returns its status. */
export async function fuzzRequest(
  emulator: Emulator,
  random: Random,
): Promise<{ status: number; description: string }> {
  const route = routes[random.below(routes.length)];
  const path = (route?.path ?? "/").replaceAll(/\{[^}]+\}/g, () =>
    random.below(3) === 0 ? random.pick(names) : "chat",
  );
  const query = Array.from(
    { length: random.below(5) },
    () => `${random.pick(queryNames)}=${random.pick(values).replaceAll(/[^!-~]/g, "+")}`,
  );
  if (random.below(5) !== 0) query.unshift("api-version=2024-12-01");
  const method =
    random.below(6) === 0
      ? random.pick(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"])
      : (route?.method ?? "GET");
  const body = random.below(3) === 0 ? random.bytes(300) : Buffer.from(random.pick(bodies));
  const target = `${Array.from(path, (character) => (character >= "!" && character <= "~" ? character : encodeURIComponent(character))).join("")}?${query.join("&")}`;
  const token =
    random.below(20) === 0 ? "a.b.c" : sign({ aud: `${emulator.url}${target.split("?", 1)[0] ?? ""}` });
  const status = await new Promise<number>((resolve, reject) => {
    const request = httpRequest(emulator.url, {
      agent,
      method,
      path: target,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": random.pick(types),
        "content-length": body.length,
      },
    });
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", reject);
    request.end(body);
  });
  return { status, description: `${method} ${target} ${Buffer.from(body).toString("latin1").slice(0, 200)}` };
}

export function closeAgent(): void {
  agent.destroy();
}

export function sign(claims: object): string {
  const signed = `${part({ alg: "HS256" })}.${part({ exp: 4_000_000_000, ...claims })}`;
  return `${signed}.${createHmac("sha256", wellKnownAccessKey).update(signed).digest("base64url")}`;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
