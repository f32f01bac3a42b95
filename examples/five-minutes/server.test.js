import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

test("The page is served, ada connects, asks for a message and gets it", async (context) => {
  const server = spawn(process.execPath, ["server.js"], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => server.kill());
  const [url] = await once(createInterface({ input: server.stdout }), "line");
  assert.match(await (await fetch(url)).text(), /Send me a message/);
  assert.match(await (await fetch(`${url}/signalr.js`)).text(), /HubConnectionBuilder/);
  assert.equal((await fetch(`${url}/send`, { method: "POST" })).status, 401);

  const headers = { cookie: "name=ada" };
  const connection = new HubConnectionBuilder()
    .withUrl(url, { headers })
    .configureLogging(LogLevel.None)
    .build();
  context.after(() => connection.stop());
  const received = new Promise((resolve) => connection.on("newMessage", resolve));
  await connection.start();
  assert.equal((await fetch(`${url}/send`, { method: "POST", headers })).status, 204);
  assert.equal(await received, "Hi, ada");
});
