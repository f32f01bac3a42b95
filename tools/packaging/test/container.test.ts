import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { endGroup } from "../../release/src/process.ts";
import { root, run } from "../src/run.ts";
import { makeTemporaryFolder } from "../src/temporary-folder.ts";
import { tarballs } from "./installed-app.ts";

// Nothing here has a Docker engine: the steps of the Dockerfile are run in a folder instead of a container.
const docker = join(root, "packages/emulator/docker");
const folder = await makeTemporaryFolder("container");
let started: ChildProcess | undefined;
after(async () => {
  await endGroup(started?.pid);
  await folder[Symbol.asyncDispose]();
});

/** A path of the container in the folder. */
const inFolder = (text: string): string =>
  text.replaceAll(/(?<![\w.])\/(?=opt\/emulator|emulator)/g, `${folder.path}/`);

test("What the Dockerfile installs starts as .NET Aspire starts it: healthy, and with the public key", async () => {
  const text = (await readFile(join(docker, "Dockerfile"), "utf8")).replaceAll(/\\\n\s*/g, "");
  const valueOf = (name: string): string => new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1] ?? "";
  const tarball = tarballs.find(({ source }) => source.endsWith("/emulator"));
  await mkdir(inFolder("/opt/emulator"), { recursive: true });
  await mkdir(inFolder("/emulator"));
  await copyFile(tarball?.file ?? "", inFolder("/opt/emulator/emulator.tgz"));
  await copyFile(join(docker, "settings.json"), inFolder("/emulator/settings.json"));
  await run("sh", ["-c", valueOf("RUN")], { cwd: inFolder("/opt/emulator") });

  const [program = "", ...args] = JSON.parse(valueOf("ENTRYPOINT")) as string[];
  const options = { cwd: inFolder("/emulator"), detached: true };
  const child = spawn(inFolder(program), [...args.map(inFolder), "--port", "0"], options);
  started = child;
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const { value: first } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const [, port] =
    /^Endpoint=http:\/\/[\d.]+:(\d+);AccessKey=[A-Z0-9]{44};Version=1\.0;$/.exec(first ?? "") ?? [];
  assert.equal((await fetch(`http://localhost:${port}/api/health`)).status, 200);
  assert.match(stderr, /Anyone who can reach 0\.0\.0\.0 can use the emulator: its access key is public/);
});
