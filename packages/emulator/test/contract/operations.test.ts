import { judgeEmulator, readOpenApi, readOperations, specFile, writtenNames } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import { knownGaps } from "./known-gaps.ts";
import { service } from "./service.ts";

const document = readOpenApi(specFile);
const operations = readOperations(document).map(({ operationId }) => operationId);

/** What a new version brings has the response 501 until it is implemented: docs/emulator-coverage.md says so. */
function isHandled(operationId: string): boolean {
  return Object.hasOwn(operationHandlers, operationId);
}

describe("an answer to every operation of the document", () => {
  test("covers every operation id that is written in it", () => {
    expect(operations.toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
  });

  test.each(operations.filter(isHandled))(
    "%s is answered as the document says, in success and in each declared error",
    async (operationId) => {
      const gaps = knownGaps[operationId] ?? [];
      const messages = (await judgeEmulator(document, service, operationId)).map(
        ({ rule, message }) => `${rule}: ${message}`,
      );
      expect(messages.filter((message) => !gaps.some((gap) => message.includes(gap)))).toEqual([]);
      expect(gaps.filter((gap) => !messages.some((message) => message.includes(gap)))).toEqual([]);
    },
    60_000,
  );

  test("has no gap of an operation that does not exist", () => {
    expect(Object.keys(knownGaps).filter((name) => !operations.includes(name))).toEqual([]);
  });
});
