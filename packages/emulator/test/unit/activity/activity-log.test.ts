import { describe, expect, test } from "vitest";
import type { NewActivity } from "../../../src/activity/activity.js";
import { bodyOfText } from "../../../src/activity/activity-body.js";
import { ActivityLog } from "../../../src/activity/activity-log.js";

const gone: NewActivity = { kind: "disconnected", hub: "chat", connectionId: "c1" };

describe("ActivityLog", () => {
  test("listens when it keeps, or while a listener is subscribed", () => {
    expect(new ActivityLog(() => 0, { keep: true }).listening).toBe(true);
    const log = new ActivityLog(() => 0, { keep: false });
    expect(log.listening).toBe(false);
    const end = log.subscribe(() => {});
    expect(log.listening).toBe(true);
    end();
    expect(log.listening).toBe(false);
  });

  test("numbers activities, goes on after clear(), and takes the time from its clock", () => {
    let now = 5;
    const log = new ActivityLog(() => now++, { keep: true });
    log.record(gone);
    log.clear();
    log.record(gone);
    expect(log.recent()).toEqual([{ ...gone, id: 2, at: 6 }]);
  });

  test("keeps the latest 10,000", () => {
    const log = new ActivityLog(() => 0, { keep: true });
    for (let count = 0; count < 25_000; count++) log.record(gone);
    expect(log.recent().map(({ id }) => id)).toEqual(Array.from({ length: 10_000 }, (_, i) => 15_001 + i));
  });

  const message = { kind: "message", hub: "chat", direction: "toClients", type: "invocation" } as const;
  const long = "x".repeat(16_000);
  const body = bodyOfText("text/plain", "x".repeat(64 * 1024));
  const request = { kind: "request", method: "GET", path: "/", durationMs: 1 } as const;

  test.each<[string, NewActivity]>([
    ["arguments", { ...message, arguments: body }],
    ["request and response bodies", { ...request, requestBody: body, responseBody: body }],
    ["paths", { ...request, path: long }],
    ["reasons", { ...gone, reason: long }],
    ["targets", { ...message, target: long }],
    ["names of users", { ...gone, userId: long }],
    [
      "URLs of webhooks",
      { kind: "webhook", hub: "chat", event: "e", connectionId: "c", url: long, durationMs: 1 },
    ],
    [
      "receivers",
      {
        ...message,
        receivedBy: Array.from({ length: 1_000 }, (_, index) => ({
          connectionId: `c${index}`,
          userId: "ada",
        })),
      },
    ],
    ["receivers with long names", { ...message, receivedBy: [{ connectionId: "c1", userId: long }] }],
  ])("keeps no more than 16 M characters of %s", (_, activity) => {
    const log = new ActivityLog(() => 0, { keep: true });
    for (let count = 0; count < 2_000; count++) log.record(activity);
    const kept = log.recent();
    expect(kept.length).toBeGreaterThan(100);
    expect(JSON.stringify(kept).length).toBeLessThan(17 * 1024 * 1024);
    expect(kept.at(-1)?.id).toBe(2_000);
  });
});
