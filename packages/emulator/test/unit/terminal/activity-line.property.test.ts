import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Activity } from "../../../src/index.js";
import { activityLine } from "../../../src/terminal/activity-line.js";
import { paintFor } from "../../../src/terminal/paint.js";

const plain = paintFor({}, {});

/** Any text, with what a terminal obeys more often than chance would have it. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\u001b",
      "\u009b",
      "\u009d",
      "\u0007",
      "\r",
      "\n",
      "\u2028",
      "\u202e",
      "\u2066",
      "\ud800",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 400,
});
const body = text.map((value) => ({ contentType: "text/plain", text: value, bytes: 1, cut: false }));
const stamp = { id: fc.nat(), at: fc.integer({ min: 0, max: 4e12 }) };

const activity: fc.Arbitrary<Activity> = fc.oneof(
  fc.record({
    ...stamp,
    kind: fc.constant("request" as const),
    method: text,
    path: text,
    status: fc.integer({ min: 100, max: 599 }),
    reason: text,
    durationMs: fc.nat(),
  }),
  fc.record({
    ...stamp,
    kind: fc.constant("connected" as const),
    hub: text,
    connectionId: text,
    userId: text,
    transport: fc.constant("WebSockets"),
    protocol: fc.constant("json"),
  }),
  fc.record({
    ...stamp,
    kind: fc.constant("disconnected" as const),
    hub: text,
    connectionId: text,
    reason: text,
  }),
  fc.record({
    ...stamp,
    kind: fc.constant("message" as const),
    hub: text,
    direction: fc.constantFrom("toClients" as const, "fromClient" as const),
    type: fc.constantFrom(
      "invocation" as const,
      "streamInvocation" as const,
      "streamItem" as const,
      "completion" as const,
    ),
    target: text,
    invocationId: text,
    arguments: body,
    error: text,
    to: text,
    receivers: fc.nat(),
    userId: text,
    connectionId: text,
  }),
  fc.record({
    ...stamp,
    kind: fc.constant("webhook" as const),
    hub: text,
    event: text,
    connectionId: text,
    url: text,
    status: fc.integer({ min: 100, max: 599 }),
    durationMs: fc.nat(),
    reason: text,
  }),
);

describe("activityLine()", () => {
  test("has nothing that a terminal obeys, whatever the activity holds", () => {
    fc.assert(
      fc.property(activity, (any) => {
        const line = activityLine(any, plain);
        expect(Buffer.from(line).toString()).toBe(line);
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 500 },
    );
  });
});
