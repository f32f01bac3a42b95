import { describe, expect, test } from "vitest";
import type { Activity, MessageActivity, RequestActivity } from "../../../src/index.js";
import { activityLine } from "../../../src/terminal/activity-line.js";
import { escapeControls } from "../../../src/terminal/escape-controls.js";
import { paintFor } from "../../../src/terminal/paint.js";
import { table } from "../../../src/terminal/table.js";

const plain = paintFor({}, {});
const stamp = { id: 1, at: Date.UTC(2026, 0, 1) };

/** What a person reads, without the time, which depends on where. */
function line(activity: Activity): string {
  return activityLine(activity, plain).slice("00:00:00  ".length);
}

function body(text: string): { contentType: string; text: string; bytes: number; cut: boolean } {
  return { contentType: "application/json", text, bytes: text.length, cut: false };
}

const request: RequestActivity = {
  ...stamp,
  kind: "request",
  method: "POST",
  path: "/api/hubs/chat/:send?api-version=2024-12-01",
  operationId: "sendToAll",
  hub: "chat",
  status: 202,
  durationMs: 1.234,
};

const completion: MessageActivity = {
  ...stamp,
  kind: "message",
  hub: "chat",
  direction: "toClients",
  type: "completion",
  invocationId: "7",
  to: "connection c1",
  connectionId: "c1",
  receivers: 1,
};

const message: MessageActivity = {
  ...stamp,
  kind: "message",
  hub: "chat",
  direction: "toClients",
  type: "invocation",
  target: "newMessage",
  arguments: body('["hi",{"a":[1]}]'),
  to: "group g1",
  receivers: 2,
};

describe("activityLine()", () => {
  test.each<[string, Activity, string]>([
    ["a request", request, "202  POST /api/hubs/chat/:send  sendToAll, 1.2 ms"],
    [
      "why it was refused",
      { ...request, status: 400, reason: "'target' must be a string", durationMs: 12_345 },
      "400  POST /api/hubs/chat/:send  sendToAll, 12.3 s  'target' must be a string",
    ],
    [
      "other parameters than the version",
      { ...request, path: "/api/hubs/chat/:send?api-version=2024-12-01&excluded=c1" },
      "202  POST /api/hubs/chat/:send?excluded=c1  sendToAll, 1.2 ms",
    ],
    [
      "nothing more than the status of an absent user",
      { ...request, status: 404, reason: "Warning.User.NotExisted", durationMs: 20 },
      "404  POST /api/hubs/chat/:send  sendToAll, 20 ms",
    ],
    [
      "a message and its receivers",
      message,
      '  →  newMessage("hi",{"a":[1]}) to group g1 on chat, 2 receivers',
    ],
    [
      "without a receiver",
      { ...message, receivers: 0 },
      '  →  newMessage("hi",{"a":[1]}) to group g1 on chat, no connection',
    ],
    [
      "a call of a client",
      {
        ...stamp,
        kind: "message",
        hub: "chat",
        direction: "fromClient",
        type: "invocation",
        target: "Add",
        arguments: body("[1,2]"),
        connectionId: "c1",
        userId: "ada",
      },
      "  ←  ada (c1) calls Add(1,2) on chat",
    ],
    [
      "an answer that is an error",
      {
        ...stamp,
        kind: "message",
        hub: "chat",
        direction: "toClients",
        type: "completion",
        error: "no upstream",
        to: "connection c1",
        connectionId: "c1",
        userId: "ada",
        receivers: 1,
      },
      "  →  ada (c1) gets the error no upstream on chat",
    ],
    [
      "a result, and that there is none",
      { ...message, type: "completion", connectionId: "c1", arguments: body("3"), receivers: 1 },
      "  →  c1 gets the result 3 on chat",
    ],
    ["that there is no result", completion, "  →  c1 gets no result on chat"],
    [
      "a client's answer to a call",
      {
        ...stamp,
        kind: "message",
        hub: "chat",
        direction: "fromClient",
        type: "completion",
        invocationId: "r1",
        arguments: body("3"),
        connectionId: "c1",
        userId: "ada",
      },
      "  ←  ada (c1) gives the result 3 on chat",
    ],
    [
      "the end of a stream",
      {
        ...completion,
        operationId: "completeStream",
      },
      "  →  c1 gets the end of stream 7 on chat",
    ],
    [
      "the end of a stream that failed",
      {
        ...completion,
        operationId: "completeStream",
        error: "no more",
      },
      "  →  c1 gets the end of stream 7 with the error no more on chat",
    ],
    [
      "an item of a stream",
      {
        ...message,
        type: "streamItem",
        invocationId: "s1",
        arguments: body("5"),
        to: "connection c1",
        receivers: 1,
      },
      "  →  item 5 of stream s1 to connection c1 on chat, 1 receiver",
    ],
    [
      "who connected",
      {
        ...stamp,
        kind: "connected",
        hub: "chat",
        connectionId: "c1",
        transport: "WebSockets",
        protocol: "json",
      },
      "  +  c1 connected to chat  WebSockets, json",
    ],
    [
      "who left and why",
      {
        ...stamp,
        kind: "disconnected",
        hub: "chat",
        connectionId: "c1",
        userId: "ada",
        reason: "Closed by the client",
      },
      "  -  ada (c1) left chat: Closed by the client",
    ],
    [
      "a webhook",
      {
        ...stamp,
        kind: "webhook",
        hub: "chat",
        event: "connected",
        connectionId: "c1",
        url: "http://127.0.0.1/hook?code=***",
        status: 403,
        durationMs: 5,
        reason: "The upstream responded with 403",
      },
      "403  webhook connected http://127.0.0.1/hook?code=***  5.0 ms  The upstream responded with 403",
    ],
    [
      "a cut connection",
      { ...stamp, kind: "request", method: "GET", path: "/api/health", durationMs: 1, reason: "cut" },
      "cut  GET /api/health  1.0 ms  cut",
    ],
  ])("tells %s", (_, activity, expected) => {
    expect(line(activity)).toBe(expected);
  });

  test("stays on one line and lets no value speak to the terminal", () => {
    const hostile = "\u001b]0;pwned\u0007\u009b31m\n\r\u202e\ud800";
    const lines = [
      line({ ...request, path: hostile, method: hostile, reason: hostile, status: 400 }),
      line({ ...message, target: hostile, to: hostile, arguments: body(`["${hostile}"]`) }),
      line({
        ...stamp,
        kind: "connected",
        hub: hostile,
        connectionId: hostile,
        userId: hostile,
        transport: "x",
        protocol: "y",
      }),
      line({
        ...stamp,
        kind: "webhook",
        hub: "h",
        event: hostile,
        connectionId: "c",
        url: hostile,
        durationMs: 1,
        reason: hostile,
      }),
    ];
    for (const shown of lines) {
      // oxlint-disable-next-line no-control-regex
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\ud800]/u);
      expect(shown).toContain("\\u001b]0;pwned\\u0007\\u009b31m\\u000a\\u000d\\u202e\\ud800");
    }
  });

  test("cuts what is long", () => {
    const shown = line({ ...message, arguments: body(`["${"x".repeat(1_000_000)}"]`) });
    expect(shown.length).toBeLessThan(200);
    expect(shown).toContain("xxx…)");
  });
});

describe("escapeControls()", () => {
  test("leaves letters of all scripts and emoji as they are", () => {
    const text = "Grüße 你好 שלום 👩‍🚀 <b>&amp;</b>";
    expect(escapeControls(text)).toBe(text);
  });
});

describe("paintFor()", () => {
  test("colors on a terminal only, and not against the wish of NO_COLOR", () => {
    expect(paintFor({ isTTY: true }, {})("red", "x")).toBe("\u001b[31mx\u001b[0m");
    expect(paintFor({}, {})("red", "x")).toBe("x");
    expect(paintFor({ isTTY: true }, { NO_COLOR: "1" })("red", "x")).toBe("x");
    expect(paintFor({ isTTY: true }, { TERM: "dumb" })("red", "x")).toBe("x");
    expect(paintFor({}, { FORCE_COLOR: "1" })("red", "x")).toBe("\u001b[31mx\u001b[0m");
  });
});

describe("table()", () => {
  test("aligns columns, cuts long cells and escapes", () => {
    const rows = [
      ["1\u001b", "x"],
      ["22", "y".repeat(100)],
    ];
    expect(table(["A", "B"], rows).split("\n")).toEqual([
      "A        B",
      "1\\u001b  x",
      `22       ${"y".repeat(59)}…`,
      "",
    ]);
  });
});
