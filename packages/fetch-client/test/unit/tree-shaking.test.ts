import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { operationTable } from "../../generated/index.ts";
import { bundleOf } from "../bundle-of.ts";

const generated = fileURLToPath(new URL("../../generated/", import.meta.url));
const bundleWith = (entry: string, ...names: readonly string[]) =>
  bundleOf({ [`${generated}${entry}.ts`]: names });

/** Texts that only one feature has. */
const features = {
  "openapi-fetch": "Middleware must be an object with one of",
  "middleware with a Request": "new Request(",
  paging: "repeated a next-page link",
  bytes: "must be bytes",
  forms: "FormData",
  "query styles": "is nested too deeply",
} as const;
const featuresOf = (code: string) =>
  Object.entries(features).flatMap(([name, text]) => (code.includes(text) ? [name] : []));
const operations = Object.values(operationTable);

describe("A bundle", () => {
  test.each([
    ["sendToAll", ["bytes"]],
    ["executeCommands", []],
    ["getServiceStatus", []],
    ["userExists", []],
    ["listConnectionsInGroup", ["paging"]],
  ] as const)("of %s() holds the path of no other operation, and features %j", async (id, expected) => {
    const code = await bundleWith("operations", "createSignalRServiceContext", id);
    const paths = new Set(code.match(/\/api\/[\w/{}:]+/g));
    expect([...paths]).toEqual([operationTable[id].path]);
    expect(operations.filter((operation) => new RegExp(`["\`]${operation.id}["\`]`).test(code))).toHaveLength(
      1,
    );
    expect(featuresOf(code)).toEqual(expected);
  });

  test("of the client holds all operations and nothing of openapi-fetch", async () => {
    const code = await bundleWith("index", "createSignalRServiceClient");
    for (const { path } of operations) expect(code).toContain(path);
    expect(featuresOf(code)).toEqual(["paging", "bytes"]);
  });

  test("of the raw client holds openapi-fetch", async () => {
    expect(featuresOf(await bundleWith("raw", "createRawClient"))).toContain("openapi-fetch");
  });
});
