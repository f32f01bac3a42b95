import { describe, expect, test } from "vitest";
import { observedClient } from "./observed-client.ts";

const accepted = () => new Response(null, { status: 202 });
const send = { hub: "c", group: "g", body: {} };
const notAmounts: readonly unknown[] = [Number.NaN, -1, -Infinity, "1000", null, {}, true];
const retryNumbers = ["attempts", "delayInMs", "maxDelayInMs", "timeoutInMs", "deadlineInMs"];

describe("createContext()", () => {
  test.each(notAmounts)("refuses %j as maxResponseBytes", (value) => {
    const create = () => observedClient(accepted, { maxResponseBytes: value as number });
    expect(create).toThrow(RangeError);
    expect(create).toThrow("maxResponseBytes must be a number greater than or equal to 0, not ");
  });

  test.each(retryNumbers)("rejects a negative number or another value as retry.%s", (name) => {
    for (const value of notAmounts) {
      const create = () => observedClient(accepted, { retry: { [name]: value } });
      expect(create).toThrow(RangeError);
      expect(create).toThrow(`retry.${name} must be a number greater than or equal to 0, not `);
    }
  });

  test("takes 0, Infinity and undefined", () => {
    for (const value of [0, Infinity, undefined]) {
      const retry = Object.fromEntries(retryNumbers.map((name) => [name, value]));
      const limit = value === undefined ? {} : { maxResponseBytes: value };
      expect(() => observedClient(accepted, { retry, ...limit })).not.toThrow();
    }
  });
});

describe("a call", () => {
  test.each(retryNumbers)(
    "rejects a negative number or another value as its own retry.%s, and sends nothing",
    async (name) => {
      const { client, requests } = observedClient(accepted);
      for (const value of notAmounts) {
        await expect(client.send(send, { retry: { [name]: value } })).rejects.toThrow(
          `retry.${name} must be a number greater than or equal to 0, not `,
        );
      }
      expect(requests).toHaveLength(0);
    },
  );
});
