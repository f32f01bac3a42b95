import { describe, expect, test } from "vitest";
import { Hub } from "../../../src/state/hub.js";
import type { HubMember } from "../../../src/state/hub-member.js";

let now = 0;

function createHub(): Hub {
  now = 0;
  return new Hub("chat", () => now);
}

function join(hub: Hub, id: string, userId?: string): HubMember {
  const groups = new Set<string>();
  const member: HubMember = {
    id,
    userId,
    protocol: undefined,
    groups,
    join: (group) => void groups.add(group),
    leave: (group) => groups.delete(group),
    send() {},
    invoke: () => Promise.resolve({ kind: "disconnected" }),
    close() {},
  };
  hub.connect(member);
  return member;
}

const idsIn = (hub: Hub, group: string): readonly string[] =>
  [...hub.groupMembers(group)].map(({ id }) => id);

describe("Hub#addUserToGroup()", () => {
  test("keeps the 100 groups without a time to live that were updated last", () => {
    const hub = createHub();
    for (let index = 0; index < 100; index++) hub.addUserToGroup("ada", `g${index}`, undefined);
    hub.addUserToGroup("ada", "timed", 60);
    hub.addUserToGroup("ada", "g0", undefined);
    hub.addUserToGroup("ada", "g100", undefined);
    const kept = (group: string): boolean => hub.userIsInGroup("ada", group);
    expect(["g0", "g1", "g2", "g100", "timed"].map(kept)).toEqual([true, false, true, true, true]);
  });

  test("joins current connections and later ones until the time to live is over, and then takes them out", () => {
    const hub = createHub();
    join(hub, "c1", "ada");
    hub.addUserToGroup("ada", "g1", 10);
    join(hub, "c2", "ada");
    join(hub, "c3", "bob");
    now = 9_999;
    hub.expireMemberships();
    expect(idsIn(hub, "g1")).toEqual(["c1", "c2"]);
    now = 10_000;
    hub.expireMemberships();
    expect(idsIn(hub, "g1")).toEqual([]);
    expect(hub.userIsInGroup("ada", "g1")).toBe(false);
  });

  test("takes members out one after the other when their times differ", () => {
    const hub = createHub();
    join(hub, "c1", "ada");
    hub.addUserToGroup("ada", "short", 1);
    hub.addUserToGroup("ada", "long", 3);
    hub.addUserToGroup("bob", "long", undefined);
    for (const [time, groups] of [
      [1_000, ["long"]],
      [3_000, []],
    ] as const) {
      now = time;
      hub.expireMemberships();
      expect(["short", "long"].filter((group) => hub.userIsInGroup("ada", group))).toEqual(groups);
    }
    expect(hub.userIsInGroup("bob", "long")).toBe(true);
  });

  test("with a time to live of 0 joins current connections and remembers nothing", () => {
    const hub = createHub();
    join(hub, "c1", "ada");
    hub.addUserToGroup("ada", "g1", undefined);
    hub.addUserToGroup("ada", "g1", 0);
    join(hub, "c2", "ada");
    expect(idsIn(hub, "g1")).toEqual(["c1"]);
  });

  test("moves a membership between lasting and timed instead of keeping both", () => {
    const hub = createHub();
    hub.addUserToGroup("ada", "g1", undefined);
    hub.addUserToGroup("ada", "g1", 1);
    now = 1_000;
    hub.expireMemberships();
    expect(hub.userIsInGroup("ada", "g1")).toBe(false);
    expect(hub.isEmpty).toBe(true);
  });
});

describe("Hub", () => {
  test("holds nothing of a connection that left, whatever its groups were called", () => {
    const hub = createHub();
    const member = join(hub, "c1", "__proto__");
    for (const group of ["__proto__", "constructor", "g1"]) hub.addConnectionToGroup("c1", group);
    expect(hub.removeConnectionFromGroup("c1", "constructor")).toBe(true);
    expect(hub.removeConnectionFromGroup("c1", "constructor")).toBe(false);
    hub.disconnect(member);
    expect([member.groups.size, idsIn(hub, "__proto__"), hub.userConnections("__proto__").size]).toEqual([
      0,
      [],
      0,
    ]);
    expect(hub.isEmpty).toBe(true);
  });
});
