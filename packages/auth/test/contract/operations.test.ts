import {
  type AuthenticatedClientUnderTest,
  judgeAuth,
  readOpenApi,
  readOperations,
  specFile,
  writtenNames,
} from "@x/contract-kit";
import { createSignalRServiceClient } from "@x/fetch-client";
import { describe, expect, test } from "vitest";
import { accessKeyCredential, createAuthMiddleware, parseConnectionString } from "../../src/index.js";

const document = readOpenApi(specFile);
const operations = readOperations(document).map(({ operationId }) => operationId);

const client: AuthenticatedClientUnderTest = {
  create({ connectionString, fetch }) {
    const { endpoint, accessKey = "" } = parseConnectionString(connectionString);
    return createSignalRServiceClient({
      endpoint,
      fetch,
      middleware: [createAuthMiddleware(accessKeyCredential({ key: accessKey }))],
    }) as unknown as Record<string, unknown>;
  },
};

describe("a token for every operation that declares security", () => {
  test("covers every operation id that is written in it", () => {
    expect(operations.toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
  });

  test.each(operations)(
    "%s carries a token for its route, or none where none is declared",
    async (operationId) => {
      expect(await judgeAuth(document, client, operationId)).toEqual([]);
    },
  );
});
