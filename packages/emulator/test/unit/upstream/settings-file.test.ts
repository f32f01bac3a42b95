import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/index.js";
import { openSettingsFile } from "../../../src/upstream/settings-file.js";
import { startEmulator } from "../../start-emulator.ts";

const folder = mkdtempSync(join(tmpdir(), "emulator-settings-file-"));
const file = join(folder, "settings.json");

beforeEach(() => write("http://127.0.0.1/a"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(url: string, to = file): void {
  writeFileSync(to, JSON.stringify({ UpstreamSettings: { Templates: [{ UrlTemplate: url }] } }));
}

/** What an emulator logs, one line per call. */
function logLines(): { readonly log: (line: string) => void; next(): Promise<string> } {
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  return {
    log: (line) => {
      const resolve = waiting.shift();
      if (resolve === undefined) lines.push(line);
      else resolve(line);
    },
    next: () =>
      new Promise((resolve) => {
        const line = lines.shift();
        if (line === undefined) waiting.push(resolve);
        else resolve(line);
      }),
  };
}

describe("openSettingsFile()", () => {
  test("takes changes, and keeps the previous settings when a change is invalid", () => {
    const lines: string[] = [];
    const { templates } = openSettingsFile(file, (line) => lines.push(line));
    write("http://127.0.0.1/longer");
    expect(templates()[0]?.urlTemplate).toBe("http://127.0.0.1/longer");
    writeFileSync(file, "{");
    expect(templates()[0]?.urlTemplate).toBe("http://127.0.0.1/longer");
    expect(lines.at(-1)).toContain("not valid JSON");
  });
});

describe("Emulator with a settings file", () => {
  test.each([
    ["{", "not valid JSON"],
    [
      '{"UpstreamSettings":{"Templates":[{"UrlTemplate":"http://127.0.0.1/{target}"}]}}',
      "unknown placeholder '{target}'",
    ],
  ])("is not made from the invalid file %s", (text, problem) => {
    writeFileSync(file, text);
    expect(() => createEmulator({ port: 0, config: file })).toThrow(problem);
  });

  test("reports a change that makes it invalid, and one that corrects it, without any event of a client", async () => {
    const { log, next } = logLines();
    const emulator = await startEmulator({ config: file, log });
    expect(emulator.url).toContain("127.0.0.1");
    write("http://127.0.0.1/{target}");
    expect(await next()).toMatch(
      /settings\.json:1:\d+: .*'\{target\}'.*; the previous settings remain in effect$/,
    );
    // As editors write: into another file that then takes its place.
    write("http://127.0.0.1/{event}", `${file}.new`);
    renameSync(`${file}.new`, file);
    expect(await next()).toBe(`Read '${file}' again`);
  });

  test("no longer reads it once it is closed", async () => {
    const lines: string[] = [];
    const emulator = await createEmulator({
      port: 0,
      config: file,
      log: (line) => lines.push(line),
    }).listen();
    await emulator.close();
    const { log, next } = logLines();
    const another = await startEmulator({ config: file, log });
    write("http://127.0.0.1/for-the-other-one");
    expect(await next()).toContain("again");
    expect(another.url).not.toBe("");
    expect(lines).toEqual([]);
  });
});
