import { judgeFetchClient, readOpenApi, readOperations, specFile, writtenNames } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { clientUnderTest } from "./client-under-test.ts";

const document = readOpenApi(specFile);

describe("a method for every operation of the document", () => {
  test("covers every operation id that is written in it", () => {
    const covered = readOperations(document).map((one) => one.operationId);
    expect(covered.toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
  });

  test.each(readOperations(document).map((one) => one.operationId))(
    "%s() sends what the document declares and understands every declared answer",
    async (operationId) => {
      expect(await judgeFetchClient(document, clientUnderTest, operationId)).toEqual([]);
    },
  );
});
