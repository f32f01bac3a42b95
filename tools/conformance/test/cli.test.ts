import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, wellKnownAccessKey } from "@x/emulator";
import { specVersion } from "@x/contract-kit";
import { describe, expect, onTestFinished, test } from "vitest";

const cli = join(import.meta.dirname, "../src/cli.ts");

async function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

describe("pnpm conformance", () => {
  test("asks a service that an environment variable names, and writes reports without its key and address", async () => {
    const emulator = await createEmulator({ port: 0 }).listen();
    const folder = await mkdtemp(join(tmpdir(), "conformance-"));
    onTestFinished(async () => {
      await emulator.close();
      await rm(folder, { recursive: true });
    });
    const { code, stdout, stderr } = await start(
      [
        "--connection-string-env",
        "RESOURCE",
        "--rate",
        "100",
        "--json",
        join(folder, "a.json"),
        "groupExists",
        "hub-case",
      ],
      { RESOURCE: emulator.connectionString },
    );
    expect([code, stderr]).toEqual([0, ""]);
    const report = await readFile(join(folder, "a.json"), "utf8");
    expect(JSON.parse(report)).toMatchObject({ apiVersion: specVersion, counts: { differs: 0, failed: 0 } });
    for (const secret of [wellKnownAccessKey, new URL(emulator.url).host])
      expect(stdout + report).not.toContain(secret);
  });

  test.each([
    [[], "Give either --connection-string-env NAME or --emulator"],
    [["--connection-string-env", "NOT_SET"], "The environment variable NOT_SET is not set"],
    [["--emulator", "--rate", "fast"], "--rate must be a number from 0 to 100, not fast"],
    [["--emulator", "no-such-question"], "Nothing is called no-such-question"],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j is refused with a reason and exit code 2", async (args, reason) => {
    const { code, stderr } = await start(args);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });
});
