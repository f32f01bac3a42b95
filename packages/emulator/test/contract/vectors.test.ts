import {
  isForServices,
  judgeServiceVector,
  readOpenApi,
  readOperations,
  readVectors,
  specFile,
} from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import { vectorsNotPlayed } from "./known-gaps.ts";
import { service } from "./service.ts";

const document = readOpenApi(specFile);
const operations = readOperations(document).map(({ operationId }) => operationId);

// The response to an operation without a handler is 501, which test/unit/rest/rest-endpoint.test.ts sees.
describe.each(operations.filter((id) => Object.hasOwn(operationHandlers, id)))("%s", (operationId) => {
  const vectors = readVectors(operationId).filter(isForServices);
  const isLeftOut = (name: string): boolean => `${operationId}: ${name}` in vectorsNotPlayed;

  test("has vectors for services", () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  test.each(vectors.filter(({ name }) => !isLeftOut(name)).map((vector) => [vector.name, vector] as const))(
    "%s",
    async (_name, vector) => {
      expect(await judgeServiceVector(document, service, operationId, vector)).toEqual([]);
    },
    60_000,
  );

  // What is left out must be a difference, or it does not belong on the list.
  test.each(vectors.filter(({ name }) => isLeftOut(name)).map((vector) => [vector.name, vector] as const))(
    "%s: is not played yet",
    async (_name, vector) => {
      expect(await judgeServiceVector(document, service, operationId, vector)).not.toEqual([]);
    },
    60_000,
  );
});

test("leaves out no vector that does not exist", () => {
  const known = operations.flatMap((operationId) =>
    readVectors(operationId)
      .filter(isForServices)
      .map(({ name }) => `${operationId}: ${name}`),
  );
  expect(Object.keys(vectorsNotPlayed).filter((name) => !known.includes(name))).toEqual([]);
});
