import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, test } from "node:test";
import { endGroup } from "../../release/src/process.ts";
import { run } from "../src/run.ts";
import { app, tarballs } from "./installed-app.ts";

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

const evaluate = (code: string) =>
  run(process.execPath, ["--input-type=module", "--eval", code], { cwd: app });

describe("Packages installed from their tarballs in an empty folder", () => {
  for (const { name } of tarballs) {
    test(`${name} can be imported by each of its exports, and by no other path`, async () => {
      const manifest = JSON.parse(await readFile(join(app, "node_modules", name, "package.json"), "utf8"));
      for (const subpath of Object.keys((manifest as Manifest).exports)) {
        const specifier = join(name, subpath);
        const attributes = subpath.endsWith(".json") ? ', { with: { type: "json" } }' : "";
        if (subpath === "./vitest") {
          // Its optional peer is not installed here, and the error names it.
          await assert.rejects(evaluate(`await import("${specifier}")`), /Cannot find package 'vitest'/);
          continue;
        }
        await evaluate(`await import(${JSON.stringify(specifier)}${attributes})`);
      }
      await assert.rejects(
        evaluate(`await import("${name}/dist/index.js")`),
        /ERR_PACKAGE_PATH_NOT_EXPORTED/,
      );
    });
  }

  test("show the source where something fails", async () => {
    const code = 'import { parseConnectionString } from "@x/auth"; parseConnectionString("")';
    await assert.rejects(
      run(process.execPath, ["--enable-source-maps", "--input-type=module", "--eval", code], { cwd: app }),
      /node_modules\/@x\/auth\/src\/connection-string\.ts:\d+/,
    );
  });
});

describe("The emulator installed from its tarball", () => {
  let started: ChildProcess | undefined;
  after(() => endGroup(started?.pid));

  test("starts with npx, prints its connection string first and serves a client", async () => {
    // npx does not hand signals on: the group is what can be stopped.
    const options = { cwd: app, detached: true };
    const child = spawn("npx", ["--no-install", "signalr-emulator", "start", "--port", "0"], options);
    started = child;
    const { value: first } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
    assert.match(first ?? "", /^Endpoint=http:\/\/127\.0\.0\.1:\d+;AccessKey=[^;]+;Version=1\.0;$/);
    const negotiate = `import { createNegotiator, fromConnectionString } from "@x/auth";
      const { url, accessToken } = await createNegotiator("${first}")({ hub: "chat", userId: "ada" });
      const socket = new WebSocket(url.replace("http", "ws") + "&access_token=" + accessToken);
      socket.onopen = () => socket.send('{"protocol":"json","version":1}\\u001e');
      socket.onmessage = async ({ data }) => {
        if (data.includes("newMessage")) { console.log(data); process.exit(); }
        const body = { target: "newMessage", arguments: ["hi"] };
        await fromConnectionString("${first}").sendToUser({ hub: "chat", user: "ada", body });
      };`;
    assert.match(await evaluate(negotiate), /"target":"newMessage","arguments":\["hi"\]/);
    const ended = once(child, "exit");
    process.kill(-(child.pid ?? 0), "SIGINT");
    await ended;
  });
});
