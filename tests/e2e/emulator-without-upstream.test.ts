import * as signalr from "@microsoft/signalr";
import { createNegotiator } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { expect, test } from "vitest";
import { RecordingClient } from "../clients/recording-client.ts";

test("A client's invoke() fails at once and says how to configure an upstream when there is none", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const { url, accessToken } = await createNegotiator(emulator.connectionString)({ hub: "chat" });
  const client = await RecordingClient.start(signalr, () => ({}), {
    url,
    token: accessToken,
    transport: "WebSockets",
    protocol: "json",
  });
  expect(await client.invoke("echo")).toHaveProperty(
    "error",
    expect.stringContaining("No upstream is configured"),
  );
  await client.stop();
});
