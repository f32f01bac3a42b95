import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { multiplyDocument } from "../src/generator.ts";
import { type OperationTable, programOf, readCompilation } from "../src/type-cost.ts";

const table: OperationTable = {
  getServiceStatus: { method: "HEAD", path: "/api/health" },
  sendToUser: {
    method: "POST",
    path: "/api/hubs/{hub}/users/{user}/:send",
    parameters: { hub: "path", user: "path", application: "query", excluded: "query" },
    body: ["application/json"],
  },
};
const body = '"body":{"target":"newMessage","arguments":["hi"]}';

test("programOf() puts the same values into a flat object and into openapi-fetch's places, one call per line", () => {
  const callsOf = (program: string) => program.split("\n").slice(1, 3);
  const flat = `{"hub":"chat","user":"ada","application":"shop",${body}}`;
  assert.deepEqual(callsOf(programOf("methods", "x", table)), [
    "await client.getServiceStatus();",
    `await client.sendToUser(${flat});`,
  ]);
  assert.deepEqual(callsOf(programOf("functions", "x", table)), [
    "await getServiceStatus(context);",
    `await sendToUser(context, ${flat});`,
  ]);
  assert.deepEqual(callsOf(programOf("openapi-fetch", "x", table)), [
    `await client.HEAD("/api/health", {"params":{"query":{"api-version":"2024-12-01"}}});`,
    `await client.POST("/api/hubs/{hub}/users/{user}/:send", {"params":{"path":{"hub":"chat","user":"ada"},"query":{"api-version":"2024-12-01","application":"shop"}},${body}});`,
  ]);
});

test("programOf() adds the key that does not exist to every call", () => {
  for (const style of ["methods", "functions", "openapi-fetch"] as const) {
    const broken = programOf(style, "x", table, { applicatio: "shop" });
    assert.equal(broken.match(/"applicatio":/g)?.length, 2);
  }
});

test("readCompilation() counts a line with two errors once and leaves other files out", () => {
  const { instantiations, brokenLines } = readCompilation(
    "program.ts(4,1): error TS1\nprogram.ts(4,9): error TS2\nother.ts(5,1): error TS3\nInstantiations:  123\n",
  );
  assert.equal(instantiations, 123);
  assert.deepEqual(brokenLines, [4]);
});

test("readCompilation() refuses output without a count", () => {
  assert.throws(() => readCompilation("error TS5083"), /printed no number of instantiations/);
});

test("multiplyDocument() gives each copy paths and names of its own and keeps the first", () => {
  const { paths } = parse(multiplyDocument("paths: { /a: { get: { operationId: readA } } }", 3)) as {
    paths: Record<string, { get: { operationId: string } }>;
  };
  assert.deepEqual(
    Object.entries(paths).map(([path, { get }]) => [path, get.operationId]),
    [
      ["/a", "readA"],
      ["/area-2/a", "readAOf2"],
      ["/area-3/a", "readAOf3"],
    ],
  );
});
