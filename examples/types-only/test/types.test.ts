import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { announce, move, summary } from "../src/outbox.ts";

/** What the compiler says of each line, with the project's own settings. */
function complaints(lines: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile("tsconfig.json", (path) => readFileSync(path, "utf8"));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  const files = new Map(
    lines.map((line, index) => [
      `line-${index}.ts`,
      `import type { PayloadMessage, SignalRCommand } from "@x/types";\nexport ${line}`,
    ]),
  );
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host);
  return program
    .getRootFileNames()
    .map((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(([first]) => (first === undefined ? "" : ts.flattenDiagnosticMessageText(first.messageText, "\n")));
}

test("A right use compiles, a wrong one does not", () => {
  const [right = "?", misspelled = "", unknown = ""] = complaints([
    'const a: PayloadMessage = { target: "news", arguments: [] };',
    'const b: PayloadMessage = { target: "news", argument: [] };',
    'const c: SignalRCommand = { type: "JoinRoom", group: "tea" };',
  ]);
  assert.equal(right, "");
  assert.match(misspelled, /'argument' does not exist in type/);
  assert.match(unknown, /"JoinRoom"' is not assignable/);
});

test("Nothing of the types is left in what the page loads", () => {
  assert.doesNotMatch(readFileSync("dist/outbox.js", "utf8"), /import|@x/);
  assert.deepEqual(announce("ada", "hi"), { target: "announcement", arguments: ["ada", "hi"] });
  assert.equal(move("tea", "coffee").length, 2);
  assert.equal(
    summary([
      { connectionId: "1", userId: "ada" },
      { connectionId: "2", userId: "ada" },
    ]),
    "one person",
  );
});
