import { judgeVectors, readOpenApi, readOperations, readVectors, specFile } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { clientUnderTest } from "./client-under-test.ts";

const operations = readOperations(readOpenApi(specFile)).map((one) => one.operationId);

describe.each(operations)("%s()", (operationId) => {
  const vectors = readVectors(operationId);

  test("has vectors", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", async (_name, vector) => {
    expect(await judgeVectors(clientUnderTest, operationId, vector)).toEqual([]);
  });
});
