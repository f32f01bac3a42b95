import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keptToken } from "../../../src/inspector/kept-token.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-token-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("keptToken()", () => {
  test("makes a token once and finds it again", () => {
    const token = keptToken(join(folder, "state"));
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(keptToken(join(folder, "state"))).toBe(token);
    expect(keptToken(join(folder, "another"))).not.toBe(token);
  });

  test("keeps it in a file that no other user can read", async () => {
    keptToken(join(folder, "state"));
    expect((await stat(join(folder, "state"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "state", "inspector-token"))).mode & 0o777).toBe(0o600);
  });

  test("replaces a file that holds no token", async () => {
    await writeFile(join(folder, "inspector-token"), "guess me");
    const token = keptToken(folder);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(await readFile(join(folder, "inspector-token"), "utf8")).toBe(`${token}\n`);
  });

  test("makes another one each time where nothing can be kept", async () => {
    await writeFile(join(folder, "file"), "");
    const nowhere = join(folder, "file", "state");
    expect(keptToken(nowhere)).not.toBe(keptToken(nowhere));
  });
});
