import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const example = join(root, "spec/runner");

async function runVectors(client: string): Promise<{ code: number; output: string }> {
  const args = [join(example, "run-vectors.mjs"), join(root, "spec/2024-12-01/vectors"), client];
  return new Promise((done) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

/** The example's client with one mistake. */
async function clientWith(mistake: (text: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vectors-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const text = await readFile(join(example, "client.mjs"), "utf8");
  const changed = mistake(text);
  expect(changed).not.toBe(text);
  const file = join(folder, "client.mjs");
  await writeFile(file, changed);
  return file;
}

test("spec/runner passes every vector of its two operations", async () => {
  expect(await runVectors(join(example, "client.mjs"))).toEqual({ code: 0, output: "All vectors passed\n" });
});

test.each([
  [
    "sends a message for `..` to the whole hub",
    (text: string) => text.replace(`["", ".", ".."]`, "[]"),
    'refuses the group ".."',
  ],
  [
    "takes every 404 for an answer",
    (text: string) => text.replace(` && code === "Warning.Group.NotExisted"`, ""),
    "groupExists: fails on a 404 that names nothing",
  ],
  [
    "forgets the content type",
    (text: string) => text.replace(`headers: { "content-type": contentType },`, ""),
    "sendToGroup",
  ],
])("spec/runner fails a client that %s", async (_name, mistake, vector) => {
  const { code, output } = await runVectors(await clientWith(mistake));
  expect(code).toBe(1);
  expect(output).toContain(vector);
});
