import { expect, test } from "vitest";
import { readParameters } from "../../../src/rest/parameters.js";
import { readQuery } from "../../../src/rest/query.js";
import type { Route } from "../../../src/rest/route-table.js";

const route: Route = {
  operationId: "sendToAll",
  method: "POST",
  path: "/api/hubs/{hub}/:send",
  secured: true,
  parameters: [
    { name: "priority", in: "query", required: false, schema: { type: "string", enum: ["low", "high"] } },
  ],
  responses: {},
};

test("readParameters() accepts only the listed values of a parameter with an enumeration", () => {
  const read = (query: string) => readParameters(route, new Map(), readQuery(query));
  expect(read("priority=high")["priority"]).toBe("high");
  expect(() => read("priority=urgent")).toThrow("'priority' must be one of low, high");
});
