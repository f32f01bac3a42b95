import { fileURLToPath } from "node:url";
import {
  TypesJudge,
  judgeOperationTypes,
  judgeSchemaType,
  readOpenApi,
  readOperations,
  schemaNames,
  specFile,
  specVersion,
  writtenNames,
} from "@x/contract-kit";
import { describe, expect, test } from "vitest";

const document = readOpenApi(specFile);
const types = new TypesJudge({
  declarations: fileURLToPath(new URL(`../../generated/${specVersion}/index.d.ts`, import.meta.url)),
});

describe("a type for every schema of the document", () => {
  test("covers every schema that is written in it", () => {
    expect(schemaNames(document).toSorted()).toEqual(writtenNames(specFile).schemas.toSorted());
  });

  test.each(schemaNames(document))("%s takes every valid value and no broken one", (name) => {
    expect(judgeSchemaType(document, types, name)).toEqual([]);
  });
});

describe("types for every operation of the document", () => {
  test("covers every operation id that is written in it", () => {
    const covered = readOperations(document).map(({ operationId }) => operationId);
    expect(covered.toSorted()).toEqual(writtenNames(specFile).operations.toSorted());
  });

  test.each(readOperations(document).map(({ operationId }) => operationId))(
    "%s takes its declared parameters, bodies, statuses and answers and no others",
    (operationId) => {
      expect(judgeOperationTypes(document, types, operationId)).toEqual([]);
    },
  );
});
