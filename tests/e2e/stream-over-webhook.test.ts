import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { type UpstreamEvent, createNegotiator, fromConnectionString, parseUpstreamRequest } from "@x/auth";
import { createEmulator, wellKnownAccessKey } from "@x/emulator";
import { expect, onTestFinished, test } from "vitest";

/** The whole path of a stream in serverless mode, with a webhook as an application has it. */
test("A client's stream arrives at the webhook as an event, is fed by REST calls and completed", async () => {
  const events: UpstreamEvent[] = [];
  const webhook = createServer((request, response) => {
    text(request)
      .then(async (body) => {
        const headers = new Headers(request.headers as Record<string, string>);
        const posted = new Request("http://app.example/upstream", { method: "POST", headers, body });
        events.push(await parseUpstreamRequest(posted, { accessKeys: wellKnownAccessKey }));
        response.writeHead(204).end();
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void webhook.close());
  await once(webhook, "listening");
  const address = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`;
  await using emulator = await createEmulator({
    port: 0,
    config: { UpstreamSettings: { Templates: [{ UrlTemplate: `${address}/upstream` }] } },
  }).listen();

  const { url, accessToken } = await createNegotiator(emulator.connectionString)({ hub: "chat" });
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  const items: unknown[] = [];
  const completed = new Promise<void>((complete, error) => {
    connection.stream("prices", "MSFT").subscribe({ next: (item) => items.push(item), complete, error });
  });
  await expect.poll(() => events.some(({ type }) => type === "streamInvocation")).toBe(true);
  const opened = events.find((event) => event.type === "streamInvocation");
  expect(opened).toMatchObject({ hub: "chat", target: "prices", arguments: ["MSFT"] });

  const { connectionId = "", invocationId: streamId = "" } = opened ?? {};
  const stream = { hub: "chat", connectionId, streamId };
  const service = fromConnectionString(emulator.connectionString);
  await service.sendToStream({ ...stream, body: 401.5 });
  await service.sendToStream({ ...stream, body: null });
  await service.completeStream(stream);
  await completed;
  expect(items).toEqual([401.5, null]);
  await connection.stop();
});
