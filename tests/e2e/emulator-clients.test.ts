import * as signalr10 from "@microsoft/signalr";
import { MessagePackHubProtocol as MessagePack10 } from "@microsoft/signalr-protocol-msgpack";
import * as signalr1 from "@aspnet/signalr";
import { MessagePackHubProtocol as MessagePack1 } from "@aspnet/signalr-protocol-msgpack";
import * as signalr7 from "signalr-7";
import { MessagePackHubProtocol as MessagePack7 } from "signalr-protocol-msgpack-7";
import * as signalr8 from "signalr-8";
import { MessagePackHubProtocol as MessagePack8 } from "signalr-protocol-msgpack-8";
import { describe, expect, test } from "vitest";
import { type ClientLibrary, type ClientOptions, RecordingClient } from "../clients/recording-client.ts";
import { type ClientFeature, scenariosFor } from "../clients/scenarios.ts";
import { clientPairs, startStage } from "../clients/stage.ts";

const libraries: readonly {
  readonly name: string;
  readonly library: ClientLibrary;
  readonly createMessagePack: () => object;
  readonly features: readonly ClientFeature[];
}[] = [
  {
    name: "@microsoft/signalr 10",
    library: signalr10,
    createMessagePack: () => new MessagePack10(),
    features: ["client results", "automatic reconnect", "stateful reconnect"],
  },
  {
    name: "@microsoft/signalr 8",
    library: signalr8,
    createMessagePack: () => new MessagePack8(),
    features: ["client results", "automatic reconnect", "stateful reconnect"],
  },
  {
    name: "@microsoft/signalr 7",
    library: signalr7,
    createMessagePack: () => new MessagePack7(),
    features: ["client results", "automatic reconnect"],
  },
  {
    name: "@aspnet/signalr 1",
    library: signalr1,
    createMessagePack: () => new MessagePack1(),
    features: [],
  },
];

describe.each(libraries)("A client of $name", ({ library, createMessagePack, features }) => {
  const start = (options: ClientOptions) => RecordingClient.start(library, createMessagePack, options);

  describe.each(clientPairs)("over $transport with $protocol", (pair) => {
    for (const { title, options, run } of scenariosFor(features, pair.transport))
      test(title, async () => {
        await using stage = await startStage(start, pair, options);
        await run(stage);
      });
  });
});

test("@aspnet/signalr 1 is lost when it is asked for a result, and invokeConnection says so at once", async () => {
  const start = (options: ClientOptions) =>
    RecordingClient.start(signalr1, () => new MessagePack1(), options);
  await using stage = await startStage(start, { transport: "WebSockets", protocol: "json" });
  const { connectionId } = await stage.connect("ada");
  const call = stage.service.invokeConnection({
    hub: "chat",
    connectionId,
    body: { target: "add", arguments: [2, 3] },
  });
  await expect(call).rejects.toMatchObject({ status: 404, code: "Error.Connection.NotExisted" });
});
