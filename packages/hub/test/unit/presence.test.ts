import { describe, expect, test, vi } from "vitest";
import { createHub } from "../../src/hub.ts";
import { type PresenceOptions, createPresence } from "../../src/presence.ts";
import { connectionString, recordingService } from "../recording-service.ts";

/** The groups of a service, and instances of a server that share it. */
function start() {
  const members = new Set<string>();
  const { fetch } = recordingService(({ method, path }) => {
    const [, connectionId = ""] = /\/groups\/kitchen\/connections\/(.*)$/.exec(path) ?? [];
    if (method === "PUT") members.add(connectionId);
    if (method === "DELETE") members.delete(connectionId);
    if (method !== "GET") return new Response(null, { status: 200 });
    return Response.json({
      value: Array.from(members, (id) => ({ connectionId: id, userId: `user of ${id}` })),
    });
  });
  const announced: string[][] = [];
  const instance = (options: Partial<PresenceOptions> = {}) =>
    createPresence(createHub<{ events: object }>({ connectionString, hub: "todo", fetch }), {
      announce: async (_room, current) => announced.push(current.map(({ connectionId }) => connectionId)),
      roomsOf: () => ["kitchen"],
      ...options,
    });
  return { members, announced, instance };
}

const gone = (connectionId: string) =>
  ({ type: "disconnected", hub: "todo", connectionId, claims: [], query: new URLSearchParams() }) as const;

describe("createPresence()", () => {
  test("tells a room of who comes, leaves and is gone, and says who is there", async () => {
    const { members, announced, instance } = start();
    const presence = instance();
    await presence.join("kitchen", "c2");
    await presence.join("kitchen", "c1");
    await presence.leave("kitchen", "c2");
    await presence.join("kitchen", "c3");
    members.delete("c3");
    await presence.disconnected(gone("c3"));
    expect(announced).toEqual([["c2"], ["c1", "c2"], ["c1"], ["c1", "c3"], ["c1"]]);
    expect(await presence.members("kitchen")).toEqual([{ connectionId: "c1", userId: "user of c1" }]);
  });

  test("announces again what another instance changed while it announced, so that the last word is right", async () => {
    const { announced, instance } = start();
    await instance().join("kitchen", "c1");
    let release: () => void = () => {};
    let begin: () => void = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    let isSlow = true;
    const slow = instance({
      async announce(_room, current) {
        // What the slow instance says arrives after what the other one says.
        if (isSlow)
          await new Promise<void>((resolve) => {
            release = resolve;
            begin();
          });
        isSlow = false;
        announced.push(current.map(({ connectionId }) => connectionId));
      },
    });
    const joining = slow.join("kitchen", "c2");
    await begun;
    await instance().leave("kitchen", "c1");
    release();
    await joining;
    expect(announced).toEqual([["c1"], ["c2"], ["c1", "c2"], ["c2"]]);
  });

  test("does not name a client that is gone, though the service still lists it", async () => {
    const { announced, instance } = start();
    const presence = instance();
    await presence.join("kitchen", "c1");
    await presence.join("kitchen", "c2");
    await presence.disconnected(gone("c1"));
    expect(announced.at(-1)).toEqual(["c2"]);
  });

  test("announces once for many that come at once, and starts again after a failure", async () => {
    const { members, announced, instance } = start();
    let isDown = true;
    const presence = instance({
      async announce(_room, current) {
        if (isDown) throw new Error("down");
        await vi.waitUntil(() => members.size === 10);
        announced.push(current.map(({ connectionId }) => connectionId));
      },
    });
    await expect(presence.join("kitchen", "c0")).rejects.toThrow("down");
    isDown = false;
    const ids = Array.from({ length: 9 }, (_, index) => `c${index + 1}`);
    await Promise.all(ids.map((id) => presence.join("kitchen", id)));
    expect(announced.length).toBeLessThanOrEqual(2);
    expect(announced.at(-1)).toEqual(["c0", ...ids]);
  });
});
