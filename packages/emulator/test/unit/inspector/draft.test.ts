import { describe, expect, test } from "vitest";
import { type Draft, draftCall } from "../../../inspector/src/draft.ts";

const draft: Draft = {
  hub: "chat",
  to: "all",
  name: "",
  invoke: false,
  target: "hi",
  arguments: "[1]",
  excluded: "",
};
const body = { target: "hi", arguments: [1] };

describe("draftCall()", () => {
  test.each([
    [{}, "sendToAll", { hub: "chat" }],
    [{ excluded: "c1, c2\nc3" }, "sendToAll", { hub: "chat", excluded: ["c1", "c2", "c3"] }],
    [
      { to: "group", name: "g1", excluded: "c1" },
      "sendToGroup",
      { hub: "chat", group: "g1", excluded: ["c1"] },
    ],
    [{ to: "user", name: "ada", excluded: "c1" }, "sendToUser", { hub: "chat", user: "ada" }],
    [{ to: "connection", name: "c1" }, "sendToConnection", { hub: "chat", connectionId: "c1" }],
    [{ to: "connection", name: "c1", invoke: true }, "invokeConnection", { hub: "chat", connectionId: "c1" }],
  ] satisfies [Partial<Draft>, string, object][])("%j is %s", (changes, operationId, args) => {
    expect(draftCall({ ...draft, ...changes })).toEqual({ operationId, args, body });
  });

  test("takes no arguments for an empty list", () => {
    expect(draftCall({ ...draft, arguments: " " })).toMatchObject({ body: { arguments: [] } });
  });

  test.each([
    [{ hub: " " }, "hub", "Enter a hub"],
    [{ to: "group" }, "name", "Enter a group"],
    [{ target: "" }, "target", "Enter the name"],
    [{ arguments: '{"a":1}' }, "arguments", "Arguments must be a list"],
    [{ arguments: "[1" }, "arguments", "Not valid JSON"],
    [
      { arguments: `${"[".repeat(64)}${"]".repeat(64)}` },
      "arguments",
      "Arguments must not be nested deeper than 63 levels",
    ],
  ] satisfies [Partial<Draft>, string, string][])("says what is wrong with %j", (changes, field, problem) => {
    expect(draftCall({ ...draft, ...changes })).toEqual({ field, problem: expect.stringContaining(problem) });
  });
});
