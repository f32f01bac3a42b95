import { describe, expect, test } from "vitest";
import { startCompanion } from "../../../src/rehearse/companion.ts";

const start = (script: string, signal = new AbortController().signal) =>
  startCompanion([process.execPath, "--eval", script], { cwd: ".", signal });

describe("startCompanion()", () => {
  test("waits for a line, and finds one that came before it was asked for", async () => {
    const program = start(
      "console.log('first'); setTimeout(() => console.log('second'), 50); setInterval(() => {}, 1000)",
    );
    expect(await program.line(/sec/)).toBe("second");
    expect(await program.line(/fir/)).toBe("first");
    await program.close();
  });

  test("fails when the program ends without the line, with what it printed", async () => {
    const program = start("console.error('no licence'); process.exit(2)");
    await expect(program.line(/ready/)).rejects.toThrow(/it ended with 2\nno licence/);
    await program.close();
  });

  test("fails when the signal is aborted, and still can be closed", async () => {
    const controller = new AbortController();
    const program = start("setInterval(() => {}, 1000)", controller.signal);
    const waiting = program.line(/ready/);
    controller.abort(new Error("interrupted"));
    await expect(waiting).rejects.toThrow("interrupted");
    await program.close();
    await expect(program.line(/ready/)).rejects.toThrow();
  });
});
