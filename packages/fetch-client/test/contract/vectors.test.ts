import { judgeVectors, readOpenApi, readOperations, readVectors, specFile } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { clientsUnderTest } from "./client-under-test.ts";

const operations = readOperations(readOpenApi(specFile)).map(({ operationId }) => operationId);

describe.each(operations)("%s()", (operationId) => {
  const vectors = readVectors(operationId);

  test("has vectors", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  describe.each(clientsUnderTest)("of the %s", (_form, client) => {
    test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", async (_name, vector) => {
      expect(await judgeVectors(client, operationId, vector)).toEqual([]);
    });
  });
});
