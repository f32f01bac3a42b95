import { judgeFetchClient, readOpenApi, readOperations, specFile } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { clientUnderTest } from "./client-under-test.ts";

const document = readOpenApi(specFile);

describe("a method for every operation of the document", () => {
  test("covers 26 operations", () => {
    expect(readOperations(document)).toHaveLength(26);
  });

  test.each(readOperations(document).map((one) => one.operationId))(
    "%s() sends what the document declares and understands every declared answer",
    async (operationId) => {
      expect(await judgeFetchClient(document, clientUnderTest, operationId)).toEqual([]);
    },
  );
});
