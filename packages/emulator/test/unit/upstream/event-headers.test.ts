import { once } from "node:events";
import { type IncomingHttpHeaders, createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { eventHeaders } from "../../../src/upstream/event-headers.js";

const event = {
  hub: "chat",
  connectionId: "conn-1",
  userId: "ada",
  claims: {},
  query: "?hub=chat",
  category: "messages",
  event: "add",
  arguments: [],
  stream: false,
} as const;

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

/** Headers as a webhook receives them, after fetch and Node's HTTP parser. */
async function received(changes: Partial<Parameters<typeof eventHeaders>[0]>): Promise<IncomingHttpHeaders> {
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await fetch(`http://127.0.0.1:${port}`, {
    headers: eventHeaders({ ...event, ...changes } as typeof event, [key]),
  });
  server.close();
  return headers;
}

/** The pairs of a list, split as its documented form has it, then decoded. */
function claimsIn(headers: IncomingHttpHeaders): (readonly [string, string])[] {
  return String(headers["x-asrs-user-claims"])
    .split(",")
    .map((pair) => {
      const end = pair.indexOf(": ");
      return [
        decodeURIComponent(pair.slice(0, end).trim()),
        decodeURIComponent(pair.slice(end + 2).trim()),
      ] as const;
    });
}

describe("eventHeaders()", () => {
  test.each([
    "zoë",
    "zo%C3%AB",
    "100%",
    "%",
    " ada ",
    "ada bob",
    "日本\r\nx-forged: 1",
    "a\u0000b",
    "😀",
    "a,b: c",
  ])("carries the user id and the target %j so that decodeURIComponent() restores them", async (text) => {
    const headers = await received({ userId: text, event: text });
    expect(decodeURIComponent(String(headers["x-asrs-user-id"]))).toBe(text);
    expect(decodeURIComponent(String(headers["x-asrs-event"]))).toBe(text);
  });

  test("leaves printable ASCII other than '%' as it is", async () => {
    expect(await received({ userId: "ada@x.example/+~!'()*" })).toMatchObject({
      "x-asrs-user-id": "ada@x.example/+~!'()*",
    });
  });

  test.each([
    ["nick", "eve, role: admin"],
    ["nick", "eve,role: admin"],
    ["nick", "100%2C role: admin"],
    ["nick: eve, role", "admin"],
    ["nick: eve", "x"],
    ["nick:", "x"],
    ["http://schemas.example/role", "a: b"],
    ["zoë", "日本 "],
  ])("keeps the claim %j: %j one claim", async (type, value) => {
    expect(claimsIn(await received({ claims: { [type]: value, last: "1" } }))).toEqual([
      [type, value],
      ["last", "1"],
    ]);
  });

  test("writes a list-valued claim as one pair per item, other values as JSON", async () => {
    const headers = await received({
      claims: { role: ["a", "b, role: c"], exp: 5, org: { id: 1, name: "x" } },
    });
    expect(claimsIn(headers)).toEqual([
      ["role", "a"],
      ["role", "b, role: c"],
      ["exp", "5"],
      ["org", '{"id":1,"name":"x"}'],
    ]);
  });

  test("leaves the client's query as the client encoded it", async () => {
    expect(await received({ query: "?hub=chat&name=zo%C3%AB&raw=ë" })).toMatchObject({
      "x-asrs-client-query": "?hub=chat&name=zo%C3%AB&raw=%C3%AB",
    });
  });
});
