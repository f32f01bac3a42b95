import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createEmulator } from "@x/emulator";
import { typedConnection } from "@x/hub/client";
import type { Chat } from "../src/worker.ts";

test("Ada and Bob talk through the Worker and its webhook", async (context) => {
  let [url, log] = ["", ""];
  const upstream = (request: Request) => fetch(new Request(`${url}/upstream`, request));
  const emulator = await createEmulator({ port: 0, upstream }).listen();
  context.after(() => emulator.close());
  await writeFile(".dev.vars", `AZURE_SIGNALR_CONNECTION_STRING="${emulator.connectionString}"\n`);
  const args = ["dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
  const worker = spawn("wrangler", args, { stdio: ["ignore", "pipe", "inherit"] });
  context.after(() => worker.kill());
  for await (const text of worker.stdout.iterator({ destroyOnReturn: false }))
    if ((url = /Ready on (http:\S+)/.exec((log += text))?.[1] ?? "") !== "") break;
  assert(url, `wrangler dev does not start: ${log}`);
  const seen: string[] = [];
  const sees = (line: string) => context.waitFor(() => assert(seen.includes(line)), { timeout: 10_000 });
  const connect = async (name: string) => {
    const options = { headers: { cookie: `name=${name}` } };
    const builder = new HubConnectionBuilder().withUrl(url, options).configureLogging(LogLevel.None);
    const connection = typedConnection<Chat>(builder.build());
    connection.on("newMessage", (from, text) => seen.push(`${name} sees ${from}: ${text}`));
    await connection.start();
    context.after(() => connection.stop());
    return connection;
  };
  await connect("ada");
  const bob = await connect("bob");
  await sees("ada sees bob: connected");
  assert.equal(await bob.invoke("say", "good evening"), 12);
  await sees("ada sees bob: good evening");
  await assert.rejects(bob.invoke("say", ""), { message: "Say something" });
  const items: unknown[] = [];
  await new Promise<void>((complete, error) =>
    bob.stream("countDown", 3).subscribe({ next: (item) => items.push(item), complete, error }),
  );
  assert.deepEqual(items, [3, 2, 1]);
  bob.stream("countDown", 1e9).subscribe({ next: () => {}, complete() {}, error() {} });
  await bob.stop();
  await sees("ada sees bob: disconnected");
  for (const path of ["/negotiate", "/upstream"])
    assert.equal((await fetch(url + path, { method: "POST" })).status, 401);
});
