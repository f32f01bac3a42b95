import { describe, expect, test } from "vitest";
import { callBodyOf, clientCall } from "../../../inspector/src/client-call.ts";

describe("clientCall()", () => {
  test("is one line where it fits", () => {
    expect(clientCall("userExists", { hub: "chat", user: "ada" })).toBe(
      'const exists = await signalr.userExists({ hub: "chat", user: "ada" });',
    );
    expect(clientCall("getServiceStatus", {})).toBe("await signalr.getServiceStatus();");
  });

  test("is laid out like code where it does not", () => {
    const value = {
      target: "newMessage",
      arguments: ["ada", { text: "hello", "content-type": "text/plain" }],
    };
    expect(clientCall("sendToGroup", { hub: "chat", group: "g1", excluded: ["c1"] }, { value })).toBe(
      [
        "await signalr.sendToGroup({",
        '  hub: "chat",',
        '  group: "g1",',
        '  excluded: ["c1"],',
        "  body: {",
        '    target: "newMessage",',
        "    arguments: [",
        '      "ada",',
        "      {",
        '        text: "hello",',
        '        "content-type": "text/plain",',
        "      },",
        "    ],",
        "  },",
        "});",
      ].join("\n"),
    );
  });

  test.each([
    ["arrays", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
    ["objects", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
  ])("names a refused body of deeply nested %s instead of laying it out", (_, text) => {
    const body = callBodyOf({ contentType: "application/json", text, bytes: text.length, cut: false });
    expect(clientCall("sendToAll", { hub: "chat" }, body)).toBe(
      'await signalr.sendToAll({\n  hub: "chat",\n  body: body /* nested deeper than 64 levels */,\n});',
    );
  });

  test("names what it cannot show of a body", () => {
    const body = callBodyOf({
      contentType: "application/octet-stream",
      text: "(7 bytes)",
      bytes: 7,
      cut: false,
    });
    expect(clientCall("sendToAll", { hub: "chat" }, body)).toContain(
      'body: bytes /* 7 bytes */,\n  contentType: "application/octet-stream"',
    );
    const cut = callBodyOf({ contentType: "application/json", text: '{"a', bytes: 99, cut: true });
    expect(clientCall("sendToAll", { hub: "chat" }, cut)).toContain(
      "99 bytes, of which only the beginning was kept",
    );
  });

  test.each(['"; process.exit(); "', "\u2028", "${x}", "`", "</script>", "\\"])(
    "%j stays a string in the code",
    (text) => {
      const code = clientCall("sendToUser", { hub: "chat", user: text }, { value: { [text]: text } });
      const seen: unknown[] = [];
      const signalr = { sendToUser: (args: unknown) => seen.push(args) };
      new Function("signalr", code.replace("await ", ""))(signalr);
      expect(seen).toEqual([{ hub: "chat", user: text, body: { [text]: text } }]);
    },
  );
});
