import { describe, expect, test } from "vitest";
import type { NewActivity } from "../../../src/activity/activity.js";
import { bodyOfText } from "../../../src/activity/activity-body.js";
import { ActivityLog } from "../../../src/activity/activity-log.js";

const gone: NewActivity = { kind: "disconnected", hub: "chat", connectionId: "c1" };

describe("ActivityLog", () => {
  test("listens when it keeps, or while somebody is subscribed", () => {
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

  test("keeps no more than 16 MB of bodies", () => {
    const log = new ActivityLog(() => 0, { keep: true });
    const body = bodyOfText("text/plain", "x".repeat(64 * 1024));
    for (let count = 0; count < 600; count++)
      log.record({
        kind: "message",
        hub: "chat",
        direction: "fromClient",
        type: "invocation",
        arguments: body,
      });
    expect(log.recent().length).toBe(256);
  });
});
