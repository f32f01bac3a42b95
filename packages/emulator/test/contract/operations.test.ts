import { type ServiceUnderTest, judgeEmulator, readOpenApi, readOperations, specFile } from "@x/contract-kit";
import { describe, expect, test } from "vitest";
import { createEmulator, type Fault, wellKnownAccessKey } from "../../src/index.js";
import { knownGaps } from "./known-gaps.ts";

const document = readOpenApi(specFile);
const operations = readOperations(document).map((one) => one.operationId);

const service: ServiceUnderTest = {
  async start(faults) {
    const emulator = createEmulator({ port: 0, faults: faults as readonly Fault[] });
    await emulator.listen();
    return { url: emulator.url, accessKey: wellKnownAccessKey, close: () => emulator.close() };
  },
};

describe("an answer to every operation of the document", () => {
  test("covers 26 operations", () => {
    expect(operations).toHaveLength(26);
  });

  test.each(operations)(
    "%s is answered as the document says, in success and in each declared error",
    async (operationId) => {
      const gaps = knownGaps[operationId] ?? [];
      const messages = (await judgeEmulator(document, service, operationId)).map(
        ({ rule, message }) => `${rule}: ${message}`,
      );
      expect(messages.filter((message) => !gaps.some((gap) => message.includes(gap)))).toEqual([]);
      expect(gaps.filter((gap) => !messages.some((message) => message.includes(gap)))).toEqual([]);
    },
  );

  test("has no gap of an operation that does not exist", () => {
    expect(Object.keys(knownGaps).filter((name) => !operations.includes(name))).toEqual([]);
  });
});
