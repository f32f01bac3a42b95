import { readFileSync } from "node:fs";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { accessKeyCredential, createAuthMiddleware, parseConnectionString, signClientToken } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { describe, expect, test } from "vitest";

/** What this test calls of a client, whichever version it speaks. */
interface AnyClient {
  sendToAll(args: { hub: string; body: { target: string; arguments: unknown[] } }): Promise<unknown>;
  connectionExists(args: { hub: string; connectionId: string }): Promise<boolean>;
}

interface AnyVersion {
  readonly API_VERSION: string;
  createSignalRServiceClient(options: { endpoint: string; middleware: unknown[] }): AnyClient;
}

const manifest = JSON.parse(
  readFileSync(new URL("../../packages/fetch-client/package.json", import.meta.url), "utf8"),
) as { readonly exports: Readonly<Record<string, unknown>> };
const versions = Object.keys(manifest.exports)
  .filter((subpath) => /^\.\/\d{4}-\d\d-\d\d$/.test(subpath))
  .map((subpath) => subpath.slice(2));

describe("one emulator and the client of every version that can be imported", () => {
  test(`serves ${versions.toSorted().join(", ")}`, async () => {
    await using emulator = createEmulator({ port: 0 });
    await emulator.listen();
    const { accessKey = "" } = parseConnectionString(emulator.connectionString);
    const url = `${emulator.url}/client/?hub=chat`;
    const token = await signClientToken({ key: accessKey, endpoint: emulator.url, hub: "chat" });
    const connection = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => token })
      .configureLogging(LogLevel.None)
      .build();
    const received: unknown[] = [];
    connection.on("hello", (version: unknown) => received.push(version));
    await connection.start();
    try {
      for (const version of versions) {
        // oxlint-disable-next-line no-await-in-loop -- messages are to arrive in this order
        const module = (await import(
          /* @vite-ignore */ import.meta.resolve(`@x/fetch-client/${version}`)
        )) as AnyVersion;
        expect(module.API_VERSION).toBe(version);
        const client = module.createSignalRServiceClient({
          endpoint: emulator.url,
          middleware: [createAuthMiddleware(accessKeyCredential({ key: accessKey }))],
        });
        // oxlint-disable-next-line no-await-in-loop
        expect(await client.connectionExists({ hub: "chat", connectionId: "unknown" })).toBe(false);
        // oxlint-disable-next-line no-await-in-loop
        await client.sendToAll({ hub: "chat", body: { target: "hello", arguments: [version] } });
      }
      await expect.poll(() => received).toEqual(versions);
    } finally {
      await connection.stop();
    }
  });
});
