import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { RawClient, signToken } from "../raw-client.ts";

// Needs npm and a registry or a warm cache, so it is a script of its own: pnpm --filter @x/emulator test:packed
const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
let started: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-packed-"));
  await run("pnpm", ["pack", "--pack-destination", folder], { cwd: root });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "no tarball";
  await writeFile(join(folder, "package.json"), '{"private":true}');
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", ["install", ...flags, `./${tarball}`], { cwd: folder });
});

afterAll(async () => {
  if (started?.pid !== undefined && started.exitCode === null) process.kill(-started.pid);
  await rm(folder, { recursive: true, force: true });
});

describe("The packed emulator in an empty folder", () => {
  test("starts with npx and prints its connection string first; a client connects", async () => {
    const child = spawn("npx", ["--no-install", "signalr-emulator", "start", "--port", "0"], {
      cwd: folder,
      // npx does not hand signals on: the group is what can be stopped.
      detached: true,
    });
    started = child;
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const { value: first } = await lines.next();
    expect(first).toMatch(/^Endpoint=http:\/\/127\.0\.0\.1:\d+;AccessKey=[^;]+;Version=1\.0;$/);
    const url = /^Endpoint=([^;]+)/.exec(first ?? "")?.[1] ?? "";
    const client = await RawClient.connect({ url });
    const send = `${url}/api/hubs/chat/:send`;
    const response = await fetch(`${send}?api-version=2024-12-01`, {
      method: "POST",
      headers: { authorization: `Bearer ${signToken(send)}`, "content-type": "application/json" },
      body: '{"target":"say","arguments":["hi"]}',
    });
    expect(response.status).toBe(202);
    await vi.waitFor(() => expect(client.received).toEqual([{ type: 1, target: "say", arguments: ["hi"] }]));
    client.socket.terminate();
  });

  test("is imported under its name, and its types are there", async () => {
    const script =
      'const { createEmulator } = await import("@x/emulator"); console.log(typeof createEmulator)';
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
    });
    expect(stdout.trim()).toBe("function");
    const installed = await readdir(join(folder, "node_modules/@x/emulator/dist/src"));
    expect(installed).toContain("index.d.ts");
  });
});
