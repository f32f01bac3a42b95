import assert from "node:assert/strict";
import { test } from "node:test";
import { measureProcess, processesOf } from "../src/process-cpu.ts";

// A launcher would otherwise look as if it did the work of its child in no time.
const launcher = "require('node:child_process').spawnSync(process.execPath, ['-e', '0'])";

test("measureProcess() counts the processes that a program starts", () => {
  assert.equal(processesOf(["-e", "0"]).length, 1);
  assert.equal(processesOf(["-e", launcher]).length, 2);
  assert.ok(measureProcess(["-e", "0"]) > 0);
});

test("measureProcess() throws with what a failing program wrote", () => {
  assert.throws(() => measureProcess(["-e", "throw new Error('no such document')"]), /no such document/);
});
