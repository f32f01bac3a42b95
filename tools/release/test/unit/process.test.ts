import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CommandError, run } from "../../src/process.ts";

const node = (script: string) => [process.execPath, "--eval", script];

describe("run()", () => {
  test("returns what the program printed to its standard output", async () => {
    const script = "console.error('progress'); console.log('result')";
    expect(await run(node(script), { cwd: "." })).toBe("result\n");
  });

  test("fails with the command, its end and everything it printed", async () => {
    const failing = run(node("console.log('out'); console.error('err'); process.exit(3)"), { cwd: "." });
    await expect(failing).rejects.toThrow(CommandError);
    await expect(failing).rejects.toThrow(/ended with 3\n(.|\n)*err/);
    await expect(failing).rejects.toMatchObject({ stdout: "out\n" });
  });

  test("says when a program does not start", async () => {
    await expect(run(["no-such-program"], { cwd: "." })).rejects.toThrow("no-such-program did not start");
  });

  test("passes variables on, and takes one away that is undefined", async () => {
    process.env["RUN_TEST"] = "here";
    onTestFinished(() => void delete process.env["RUN_TEST"]);
    const script = "console.log(process.env.RUN_TEST ?? 'gone', process.env.OTHER)";
    expect(await run(node(script), { cwd: ".", env: { RUN_TEST: undefined, OTHER: "1" } })).toBe("gone 1\n");
  });

  test("ends the program and what it started when the signal is aborted", async () => {
    const folder = mkdtempSync(join(tmpdir(), "run-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const pidFile = join(folder, "pid");
    const grandchild = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const script = `require("child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(grandchild)}], { stdio: "inherit" })`;
    const controller = new AbortController();
    const running = run(node(script), { cwd: ".", signal: controller.signal });
    running.catch(() => {});
    const pid = await vi.waitUntil(() => Number(tryRead(pidFile)) || undefined, { timeout: 30_000 });
    controller.abort(new Error("stop"));
    await expect(running).rejects.toThrow("stop");
    await vi.waitUntil(() => !isRunning(pid), { timeout: 30_000 });
  });
});

function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
