import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { serve } from "@hono/node-server";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createApp } from "../src/app.ts";

const { fetch: app } = createApp(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "");
const server = serve({ fetch: app, hostname: "127.0.0.1", port: 0 });
let url = "";
before(async () => {
  if (!server.listening) await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

async function call(method: string, path: string, cookie: string, body?: string): Promise<number> {
  return (await fetch(url + path, { method, headers: { cookie }, body: body ?? null })).status;
}

test("Ada and Bob meet in a room, Eve is elsewhere", async (context) => {
  const seen: string[] = [];
  for (const name of ["ada", "bob", "eve"]) {
    const cookie = `name=${name}`;
    const connection = new HubConnectionBuilder()
      .withUrl(url, { headers: { cookie } })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("newMessage", (from, text) => seen.push(`${name} sees ${from}: ${text}`));
    await connection.start();
    context.after(() => connection.stop());
    if (name !== "eve") assert.equal(await call("PUT", "/rooms/tea/members/me", cookie), 204);
  }
  assert.equal(await call("POST", "/rooms/tea/messages", "name=ada", "milk?"), 202);
  await context.waitFor(() =>
    assert.deepEqual(seen.toSorted(), ["ada sees ada: milk?", "bob sees ada: milk?"]),
  );
});

test("A stranger is not let in", async () => {
  assert.equal(await call("POST", "/negotiate", ""), 401);
  assert.equal(await call("POST", "/rooms/tea/messages", "", "hi"), 401);
});
