import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { readCompilation } from "../src/compile.ts";
import { clientProgram, linesBeforeCalls, openapiFetchProgram } from "../src/consumer-programs.ts";
import { exampleCalls } from "../src/example-calls.ts";
import { multiplyDocument } from "../src/generator.ts";

const calls = exampleCalls({
  getServiceStatus: { method: "HEAD", path: "/api/health" },
  sendToUser: {
    method: "POST",
    path: "/api/hubs/{hub}/users/{user}/:send",
    parameters: { hub: "path", user: "path", application: "query", excluded: "query" },
    body: ["application/json"],
  },
});

test("exampleCalls() puts the same values into a flat object and into openapi-fetch's places", () => {
  const [status, send] = calls;
  assert.equal(status?.flat, undefined);
  assert.deepEqual(Object.keys(send?.flat ?? {}), ["hub", "user", "application", "body"]);
  assert.deepEqual(send?.openapiFetch.init.params, {
    path: { hub: "chat", user: "ada" },
    query: { "api-version": "2024-12-01", application: "shop" },
  });
});

test("clientProgram() and openapiFetchProgram() write one call a line", () => {
  for (const program of [clientProgram({ calls, from: "x" }), openapiFetchProgram({ calls, from: "x" })]) {
    const lines = program.split("\n").slice(linesBeforeCalls(program));
    assert.equal(lines.filter((line) => line.startsWith("await client.")).length, calls.length);
  }
});

test("broken programs have the key that does not exist in every call", () => {
  for (const write of [clientProgram, openapiFetchProgram]) {
    const broken = write({ calls, from: "x", broken: true });
    assert.equal(broken.match(/"applicatio":/g)?.length, calls.length);
    assert.doesNotMatch(write({ calls, from: "x" }), /"applicatio":/);
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
