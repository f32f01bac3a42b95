import assert from "node:assert/strict";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createHandler } from "./notifications.ts";

Deno.test("A notification reaches the page of its user", async () => {
  const handler = createHandler(Deno.env.get("AZURE_SIGNALR_CONNECTION_STRING") ?? "");
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const url = `http://127.0.0.1:${server.addr.port}`;
  const notify = async (text: string): Promise<unknown> =>
    (await fetch(`${url}/notify/ada`, { method: "POST", body: text })).json();

  assert.deepEqual(await notify("too early"), { online: false });
  const page = new HubConnectionBuilder()
    .withUrl(url, { headers: { cookie: "name=ada" } })
    .configureLogging(LogLevel.None)
    .build();
  const notification = new Promise((resolve) => {
    page.on("notification", resolve);
  });
  await page.start();
  assert.deepEqual(await notify("Your parcel is here"), { online: true });
  assert.equal(await notification, "Your parcel is here");
  await page.stop();
});

Deno.test("A stranger gets no token", async () => {
  const handler = createHandler(Deno.env.get("AZURE_SIGNALR_CONNECTION_STRING") ?? "");
  const answer = await handler(new Request("https://app.example/negotiate", { method: "POST" }));
  assert.equal(answer.status, 401);
  await answer.body?.cancel();
});
