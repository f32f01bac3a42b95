import { Agent, request as httpRequest } from "node:http";
import { encode } from "@msgpack/msgpack";
import { routes } from "../../generated/index.js";
import { type Emulator, wellKnownAccessKey } from "../../src/index.js";
import { frame } from "../../src/protocol/messagepack-protocol.js";
import { nestedArrays, oddObjects } from "../hostile-values.ts";
import type { Random } from "./random.ts";
import { signJwt } from "../sign-jwt.ts";

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
  "application/x-msgpack",
  "application/octet-stream",
  "text/plain",
  "",
  "a/b;c=d",
] as const;

const origins = ["http://localhost:3000", "https://evil.example", "null", "", "http://[", "x"] as const;

/** Where clients and the page connect. */
const otherRoutes = [
  ["POST", "/client/negotiate"],
  ["GET", "/client/"],
  ["POST", "/client"],
  ["DELETE", "/client/"],
  ["GET", "/emulator/connections"],
  ["GET", "/"],
  ["GET", "/inspector/stream"],
] as const;

interface Body {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** A body with something odd in one of its places, as JSON or MessagePack, and its type. */
function oddBody(random: Random): Body {
  const odd = random.pick(oddObjects);
  const value = random.pick<unknown>([
    odd,
    { target: odd, arguments: [] },
    { target: "t", arguments: odd },
    { target: "t", arguments: [odd] },
    [{ type: odd }],
    [{ type: "JoinGroup", group: odd }],
    [{ type: "SendMessage", message: { target: "t", arguments: [odd] } }],
    [{ type: "CloseConnection", reason: odd }],
  ]);
  const [json, messagePack, encoded] = types;
  return random.pick<() => Body>([
    () => ({ type: json, bytes: Buffer.from(JSON.stringify(value)) }),
    () => ({ type: messagePack, bytes: encode(value) }),
    () => ({ type: messagePack, bytes: nestedArrays(random.below(50_000)) }),
    () => ({
      type: encoded,
      bytes: encode({ messagepack: frame(encode([1, {}, null, "t", [odd]])), json: odd }),
    }),
    () => ({ type: encoded, bytes: encode({ messagepack: frame(encode([3, {}, "r1", 1, odd])) }) }),
    () => ({ type: encoded, bytes: encode({ messagepack: frame(nestedArrays(random.below(20_000))) }) }),
    () => {
      const record = `${JSON.stringify({ type: 3, invocationId: "r1", error: odd })}\u001e`;
      return { type: encoded, bytes: encode({ json: Buffer.from(record) }) };
    },
  ])();
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Sends one request that is right in some parts and wrong in others. @returns its status. */
export async function fuzzRequest(
  emulator: Pick<Emulator, "url">,
  random: Random,
): Promise<{ status: number; description: string }> {
  const rest = random.pick(routes);
  const [usual, template] =
    random.below(8) === 0 ? random.pick<readonly [string, string]>(otherRoutes) : [rest.method, rest.path];
  const path = template.replaceAll(/\{[^}]+\}/g, () => (random.below(3) === 0 ? random.pick(names) : "chat"));
  const query = Array.from(
    { length: random.below(5) },
    () => `${random.pick(queryNames)}=${random.pick(values).replaceAll(/[^!-~]/g, "+")}`,
  );
  if (random.below(5) !== 0) query.unshift(template === rest.path ? "api-version=2024-12-01" : "hub=chat");
  const method =
    random.below(6) === 0 ? random.pick(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]) : usual;
  const { bytes: body, type } = random.pick<() => Body>([
    () => ({ bytes: random.bytes(300), type: random.pick(types) }),
    () => ({ bytes: Buffer.from(random.pick(bodies)), type: random.pick(types) }),
    () => oddBody(random),
  ])();
  const target = `${Array.from(path, (character) => (character >= "!" && character <= "~" ? character : encodeURIComponent(character))).join("")}?${query.join("&")}`;
  const audience = template.startsWith("/client") ? "/client/?hub=chat" : (target.split("?", 1)[0] ?? "");
  const token =
    random.below(20) === 0
      ? "a.b.c"
      : signJwt(
          { aud: `${emulator.url}${audience}`, nbf: random.below(9) === 0 ? random.pick(oddObjects) : 0 },
          wellKnownAccessKey,
        );
  const status = await new Promise<number>((resolve, reject) => {
    const request = httpRequest(emulator.url, {
      agent,
      method,
      path: target,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": random.below(8) === 0 ? random.pick(types) : type,
        "content-length": body.length,
        ...(random.below(4) === 0 && { origin: random.pick(origins) }),
        ...(random.below(4) === 0 && {
          "access-control-request-headers": random.pick(names).replaceAll(/[^!-~]/g, ","),
        }),
      },
    });
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      // The page's stream has no end.
      if (response.headers["content-type"] === "text/event-stream") {
        resolve(response.statusCode ?? 0);
        response.destroy();
      }
    });
    request.on("error", reject);
    request.end(body);
  });
  return { status, description: `${method} ${target} ${Buffer.from(body).toString("latin1").slice(0, 200)}` };
}

export function closeAgent(): void {
  agent.destroy();
}
