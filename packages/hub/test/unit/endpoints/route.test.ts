import { describe, expect, test } from "vitest";
import { stickyBy } from "../../../src/endpoints.ts";
import { startEndpoints } from "../../start-endpoints.ts";

describe("stickyBy()", () => {
  const tenants = Array.from({ length: 300 }, (_, index) => `tenant ${index}`);
  const placesOf = async (endpoints: ReturnType<typeof startEndpoints>["endpoints"]) =>
    Promise.all(tenants.map(async (userId) => (await endpoints.negotiate({ hub: "todo", userId })).endpoint));
  const sticky = { route: stickyBy(({ userId }) => userId) };

  test("sends clients with the same key to the same endpoint, in every instance", async () => {
    const first = await placesOf(startEndpoints(sticky).endpoints);
    expect(await placesOf(startEndpoints({ ...sticky, random: () => 0.9 }).endpoints)).toEqual(first);
    const share = first.filter((name) => name === "east").length / tenants.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  test("moves only the keys of an endpoint that fails", async () => {
    const change = { backup: { type: "primary" } } as const;
    const { east, endpoints } = startEndpoints(sticky, change);
    const before = await placesOf(startEndpoints(sticky, change).endpoints);
    east.state = "down";
    const after = await placesOf(endpoints);
    for (const [index, place] of before.entries())
      if (place === "east") expect(after[index]).not.toBe("east");
      else expect(after[index]).toBe(place);
  });

  test("counts weights, and gives nothing to the weight 0", async () => {
    const counted = async (weight: number) =>
      (await placesOf(startEndpoints(sticky, { west: { weight } }).endpoints)).filter(
        (name) => name === "west",
      ).length;
    expect(await counted(0)).toBe(0);
    expect(await counted(3)).toBeGreaterThan(0.65 * tenants.length);
  });

  test("leaves clients without a key to the weights", async () => {
    const { chosen } = startEndpoints({ route: stickyBy(() => undefined) });
    expect(await chosen()).toBe("east");
  });
});
