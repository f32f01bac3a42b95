import { describe, expect, test } from "vitest";
import { type Filter, History, kinds } from "../../../inspector/src/history.ts";
import type { InspectedActivity } from "../../../src/inspector/wire.js";

const everything: Filter = {
  text: "",
  kinds: new Set(kinds),
  failuresOnly: false,
  hub: undefined,
  upTo: undefined,
};

function request(id: number, status = 200, text = "{}"): InspectedActivity {
  return {
    id,
    at: id,
    kind: "request",
    method: "POST",
    path: "/api/hubs/chat/:send",
    hub: "chat",
    status,
    durationMs: 1,
    requestBody: { contentType: "application/json", text, bytes: text.length, cut: false },
  };
}

function connected(id: number, hub = "chat"): InspectedActivity {
  return {
    id,
    at: id,
    kind: "connected",
    hub,
    connectionId: `c${id}`,
    transport: "WebSockets",
    protocol: "json",
  };
}

function ids(history: History, filter: Partial<Filter> = {}): readonly (number | undefined)[] {
  return history.shown({ ...everything, ...filter }).map(({ activity }) => activity?.id);
}

describe("History", () => {
  test("shows the newest first", () => {
    const history = new History();
    history.add([request(1), connected(2)]);
    history.add([request(3)]);
    expect(ids(history)).toEqual([3, 2, 1]);
  });

  test("keeps 5,000 entries, and fewer when their bodies are large", () => {
    const history = new History();
    history.add(Array.from({ length: 6_000 }, (_, index) => request(index + 1)));
    expect([ids(history).length, ids(history).at(-1)]).toEqual([5_000, 1_001]);
    const large = "x".repeat(1024 * 1024);
    history.add(Array.from({ length: 20 }, (_, index) => request(6_001 + index, 200, large)));
    expect(ids(history).length).toBeLessThanOrEqual(16);
  });

  test("keeps fewer entries when their paths are long", () => {
    const history = new History();
    const path = "x".repeat(16_000);
    history.add(
      Array.from({ length: 5_000 }, (_, index) => ({ ...request(index + 1), path }) as InspectedActivity),
    );
    expect(ids(history).length).toBeLessThanOrEqual((16 * 1024 * 1024) / 16_000);
  });

  test.each([
    [{ text: "CHAT" }, [4, 3, 2, 1]],
    [{ text: "needle :send" }, [3]],
    [{ text: "404" }, [2]],
    [{ kinds: new Set(["connections"] as const) }, [4]],
    [{ failuresOnly: true }, [2]],
    [{ hub: "orders" }, []],
    [{ upTo: 2 }, [2, 1]],
  ] satisfies [Partial<Filter>, number[]][])("narrowed down to %j shows %j", (filter, expected) => {
    const history = new History();
    history.add([request(1), request(2, 404), request(3, 200, "a Needle in it"), connected(4)]);
    expect(ids(history, filter)).toEqual(expected);
  });

  test("a remark stays in the list but fits no search", () => {
    const history = new History();
    history.remark("The emulator was restarted", 1);
    expect(history.shown(everything)).toMatchObject([{ remark: "The emulator was restarted" }]);
    expect(history.shown({ ...everything, text: "emulator" })).toEqual([]);
  });
});
