import { expect, test } from "bun:test";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createHandler } from "./export-orders.ts";

async function* start() {
  for (const rows of [100, 200, 300]) yield { rows, of: 300 };
}

test("a page sees the progress of its export, and is let go at the end", async () => {
  const fetch = createHandler(Bun.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "", start);
  using server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch });
  const answer = await globalThis.fetch(new URL("/exports", server.url), { method: "POST" });
  const { url, accessToken } = (await answer.json()) as { url: string; accessToken: string };
  const page = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  const seen: string[] = [];
  page.on("progress", (rows, of) => seen.push(`${rows} of ${of}`));
  const closed = new Promise<Error | undefined>((resolve) => page.onclose(resolve));
  await page.start();
  expect((await closed)?.message).toContain("The export is complete");
  expect(seen).toEqual(["100 of 300", "200 of 300", "300 of 300"]);
});
