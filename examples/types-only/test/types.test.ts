import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { announce, move, summary } from "../src/outbox.ts";

/** What the compiler says of a line, with the project's own settings. */
function complaints(line: string): readonly string[] {
  const { config } = ts.readConfigFile("tsconfig.json", (path) => readFileSync(path, "utf8"));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  const code = `import type { PayloadMessage, SignalRCommand } from "@x/types";\nexport ${line}`;
  host.readFile = (path) => (path === "line.ts" ? code : readFile(path));
  host.fileExists = (path) => path === "line.ts" || ts.sys.fileExists(path);
  return ts
    .getPreEmitDiagnostics(ts.createProgram(["line.ts"], { ...options, noEmit: true }, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

test("A right use compiles, a wrong one does not", () => {
  assert.deepEqual(complaints('const ok: PayloadMessage = { target: "news", arguments: [] };'), []);
  const misspelt = 'const no: PayloadMessage = { target: "news", argument: [] };';
  assert.match(complaints(misspelt).join(), /'argument' does not exist in type/);
  const unknown = 'const no: SignalRCommand = { type: "JoinRoom", group: "tea" };';
  assert.match(complaints(unknown).join(), /"JoinRoom"' is not assignable/);
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
