import { describe, expect, test } from "vitest";
import { routes } from "../../generated/index.js";
import type { OperationRequest } from "../../src/rest/operation.js";
import { operationHandlers } from "../../src/rest/rest-endpoint.js";

/** Every handled operation with each path parameter that its handler reads; the hub is found before. */
const reads = routes.flatMap(({ operationId, parameters }) => {
  const names = parameters.filter((one) => one.in === "path").map(({ name }) => name);
  return operationHandlers[operationId] === undefined
    ? []
    : names.filter((name) => name !== "hub").map((name) => [operationId, name, names] as const);
});

describe("a handler", () => {
  test.each(reads)(
    "of %s fails where the document calls {%s} otherwise",
    async (operationId, renamed, names) => {
      const parameters = new Map(names.filter((name) => name !== renamed).map((name) => [name, "x1"]));
      const body = { mediaType: "application/json", bytes: Buffer.from('{"target":"say"}') };
      const request = {
        hub: { connections: new Map() },
        parameters,
        body,
        query: "",
        path: "/",
      } as unknown as OperationRequest;
      const call = async () => operationHandlers[operationId]?.(request);
      await expect(call()).rejects.toThrow(`The route has no path parameter '${renamed}'`);
    },
  );
});
