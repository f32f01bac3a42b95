import { describe, expect, test } from "vitest";
import { createEndpoints } from "../../../src/endpoints.ts";
import { SimulatedResource } from "../../simulated-resource.ts";
import { rejection, startEndpoints } from "../../start-endpoints.ts";

describe("createEndpoints()", () => {
  const [{ connectionString }, { connectionString: other }] = [
    new SimulatedResource("a"),
    new SimulatedResource("b"),
  ];
  const a = { name: "a", connectionString };

  test.each<[string, () => unknown, RegExp]>([
    ["an empty list", () => createEndpoints([]), /at least one endpoint/],
    ["no list", () => createEndpoints({} as never), /at least one endpoint/],
    ["an empty name", () => createEndpoints([{ ...a, name: "" }]), /must be a non-empty string/],
    [
      "a repeated name",
      () => createEndpoints([a, { name: "a", connectionString: other }]),
      /have the name 'a'/,
    ],
    [
      "one resource twice",
      () => createEndpoints([a, { ...a, name: "b" }]),
      /'a' and 'b' are the same resource/,
    ],
    [
      "an unknown type",
      () => createEndpoints([{ ...a, type: "third" as never }]),
      /type of endpoint 'a' must be/,
    ],
    ["no primary endpoint", () => createEndpoints([{ ...a, type: "secondary" }]), /type "primary"/],
    [
      "a weight that is text",
      () => createEndpoints([{ ...a, weight: "1" as never }]),
      /weight of endpoint 'a'.*not string/,
    ],
    [
      "a window below zero",
      () => createEndpoints([a], { health: { windowInMs: -1 } }),
      /health.windowInMs.*not -1/,
    ],
    ["no failures", () => createEndpoints([a], { health: { failures: 0 } }), /health.failures.*not 0/],
    [
      "a broken connection string",
      () => createEndpoints([{ ...a, connectionString: "x" }]),
      /^Endpoint 'a': /,
    ],
  ])("rejects %s", (_, create, message) => {
    expect(create).toThrow(message);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("rejects the weight %d", (weight) => {
    expect(() => createEndpoints([{ ...a, weight }])).toThrow(RangeError);
  });

  test("tells two ports of one host apart, and not two ways to one resource", () => {
    const key = "AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0";
    const at = (name: string, address: string) => ({ name, connectionString: `${address};${key}` });
    const local = at("a", "Endpoint=http://localhost;Port=1");
    expect(createEndpoints([local, at("b", "Endpoint=http://localhost:2")]).names).toEqual(["a", "b"]);
    expect(() => createEndpoints([local, at("b", "Endpoint=http://localhost:1")])).toThrow("same resource");
    expect(() =>
      createEndpoints([local, at("b", "Endpoint=http://localhost:1;ServerEndpoint=http://localhost:3")]),
    ).toThrow("same resource");
  });

  test("writes no key into an error", async () => {
    const { east, west, backup, chosen } = startEndpoints();
    for (const resource of [east, west, backup]) resource.state = "failing";
    const error = await rejection(chosen());
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("FakeKey");
  });
});
