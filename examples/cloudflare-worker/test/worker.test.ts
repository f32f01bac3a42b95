import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createEmulator } from "@x/emulator";

test("Ada and Bob talk through the Worker and its webhook", async (context) => {
  // A port that is free now: the emulator has to know the webhook before the Worker runs.
  const reserved = createServer().listen(0, "127.0.0.1");
  await once(reserved, "listening");
  const url = `http://127.0.0.1:${(reserved.address() as AddressInfo).port}`;
  reserved.close();
  const Templates = [{ UrlTemplate: `${url}/upstream` }];
  const emulator = await createEmulator({ port: 0, config: { UpstreamSettings: { Templates } } }).listen();
  context.after(() => emulator.close());
  await writeFile(".dev.vars", `AZURE_SIGNALR_CONNECTION_STRING="${emulator.connectionString}"\n`);
  const args = ["dev", "--ip", "127.0.0.1", "--port", new URL(url).port, "--inspector-port", "0"];
  const worker = spawn("wrangler", args, { stdio: ["ignore", "pipe", "inherit"] });
  context.after(() => worker.kill());
  let log = "";
  for await (const text of worker.stdout.iterator({ destroyOnReturn: false }))
    if ((log += text).includes("Ready on")) break;
  assert.match(log, /Ready on/, `wrangler dev does not start on ${url}: ${log}`);

  const seen: string[] = [];
  const sees = (line: string) => context.waitFor(() => assert(seen.includes(line)), { timeout: 10_000 });
  const connect = async (name: string) => {
    const connection = new HubConnectionBuilder()
      .withUrl(url, { headers: { cookie: `name=${name}` } })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("newMessage", (from, text) => seen.push(`${name} sees ${from}: ${text}`));
    await connection.start();
    context.after(() => connection.stop());
    return connection;
  };
  const post = async (path: string, headers = {}) =>
    (await fetch(url + path, { method: "POST", headers, body: "hello" })).status;
  await connect("ada");
  const bob = await connect("bob");
  await sees("ada sees bob: connected");
  assert.equal(await post("/send", { cookie: "name=ada" }), 202);
  await sees("bob sees ada: hello");
  await bob.invoke("say", "good evening");
  await sees("ada sees bob: good evening");
  await bob.stop();
  await sees("ada sees bob: disconnected");
  for (const path of ["/negotiate", "/send", "/upstream"]) assert.equal(await post(path), 401);
});
