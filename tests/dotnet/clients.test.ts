import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientOptions } from "../clients/recording-client.ts";
import { scenariosFor } from "../clients/scenarios.ts";
import { clientPairs, startStage } from "../clients/stage.ts";
import { testStatefulReconnect } from "../clients/stateful-reconnect.suite.ts";
import { ClientProcess } from "./client-process.ts";
import { startNegotiatingApplication } from "./negotiating-application.ts";
import { buildClient, clientVersions } from "./programs.ts";

const features = ["client results", "automatic reconnect", "stateful reconnect"] as const;

describe.each(clientVersions)("A client of Microsoft.AspNetCore.SignalR.Client $client", (version) => {
  let client: ClientProcess;
  const start = (options: ClientOptions) => client.startClient(options);

  beforeAll(async () => {
    client = new ClientProcess(await buildClient(version));
  }, 180_000);
  afterAll(() => client[Symbol.asyncDispose]());

  test("is of that version", async () => {
    expect(await client.libraryVersion()).toBe(version.client);
  });

  describe.each(clientPairs)("over $transport with $protocol", (pair) => {
    for (const { title, options, run } of scenariosFor(features, pair.transport))
      test(title, async () => {
        await using stage = await startStage(start, pair, options);
        await run(stage);
      });

    test("goes where the application's negotiate handler of @x/auth sends it", async () => {
      await using stage = await startStage(start, pair);
      const { connectionString } = stage.emulator;
      await using application = await startNegotiatingApplication(connectionString, {
        hub: "chat",
        authenticate: () => ({ userId: "ada" }),
      });
      const ada = await stage.connect("ada", { url: application.url });
      await stage.service.sendToUser({
        hub: "chat",
        user: "ada",
        body: { target: "say", arguments: ["hi"] },
      });
      expect(await ada.next("say")).toEqual(["hi"]);
      expect(await ada.invoke("echo", 1)).toEqual({ result: 1 });
    });

    if (pair.transport === "WebSockets") testStatefulReconnect(start, pair.protocol);
  });
});
