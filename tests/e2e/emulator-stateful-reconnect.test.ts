import * as signalr from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { describe } from "vitest";
import { RecordingClient } from "../clients/recording-client.ts";
import { testStatefulReconnect } from "../clients/stateful-reconnect.suite.ts";

describe.each(["json", "messagepack"] as const)("A client with stateful reconnect over %s", (protocol) =>
  testStatefulReconnect(
    (options) => RecordingClient.start(signalr, () => new MessagePackHubProtocol(), options),
    protocol,
  ),
);
