import { describe, expect, test } from "vitest";
import { activityText } from "../../../inspector/src/activity-text.ts";
import type { InspectedActivity } from "../../../src/inspector/wire.js";

const completion: InspectedActivity = {
  id: 1,
  at: 0,
  kind: "message",
  hub: "chat",
  direction: "toClients",
  type: "completion",
  invocationId: "7",
  to: "connection c1",
  connectionId: "c1",
  userId: "ada",
  receivers: 1,
};
const result = { contentType: "application/json", text: "3", bytes: 1, cut: false };

describe("activityText() of a completion", () => {
  test.each<[string, Partial<typeof completion>, object]>([
    ["a result", { arguments: result }, { title: "result", about: "to ada", preview: "3" }],
    ["no result", {}, { title: "no result", about: "to ada" }],
    ["an error", { error: "no upstream" }, { title: "error", reason: "no upstream" }],
    ["the end of a stream", { operationId: "completeStream" }, { title: "end of stream", about: "to ada" }],
    [
      "the end of a stream that failed",
      { operationId: "completeStream", error: "no more" },
      { title: "end of stream", reason: "no more" },
    ],
    [
      "a client's answer to a call",
      { direction: "fromClient", arguments: result },
      { title: "result", about: "from ada", badge: "←" },
    ],
  ])("tells %s", (_, changes, text) => {
    expect(activityText({ ...completion, ...changes } as InspectedActivity)).toMatchObject(text);
  });
});
