import { judgeFetchClient, readOpenApi, readOperations, specFile, writtenNames } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { clientsUnderTest } from "./client-under-test.ts";

const document = readOpenApi(specFile);

describe.each(clientsUnderTest)("%s for every operation of the document", (_form, client) => {
  test("covers every operation id that is written in it", () => {
    const covered = readOperations(document).map(({ operationId }) => operationId);
    expect(covered.toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
  });

  test.each(readOperations(document).map(({ operationId }) => operationId))(
    "%s() sends what the document declares and understands every declared answer",
    async (operationId) => {
      expect(await judgeFetchClient(document, client, operationId)).toEqual([]);
    },
  );
});
