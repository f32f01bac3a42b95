import * as signalr from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import type { EmulatorOptions } from "@x/emulator";
import { describe, expect, test } from "vitest";
import { RecordingClient } from "../clients/recording-client.ts";
import { startStage } from "../clients/stage.ts";

// That nothing is missed, also in a browser, is one of the scenarios of `tests/clients`.
describe.each(["json", "messagepack"] as const)("A client with stateful reconnect over %s", (protocol) => {
  const start = (options: EmulatorOptions = {}) =>
    startStage(
      (clientOptions) => RecordingClient.start(signalr, () => new MessagePackHubProtocol(), clientOptions),
      { transport: "WebSockets", protocol },
      options,
    );

  test("calls the upstream once for each call, though the answer was lost with the socket", async () => {
    const answers: (() => void)[] = [];
    await using stage = await start({
      upstream: (event) =>
        event.category === "messages"
          ? new Promise((resolve) => answers.push(() => resolve("answer")))
          : undefined,
    });
    const ada = await stage.connect("ada", { statefulReconnect: true });
    const outcome = ada.invoke("ask");
    await stage.emulator.waitFor(() => answers.length === 1);
    stage.line.cut();
    answers[0]?.();
    stage.line.mend();
    expect(await outcome).toEqual({ result: "answer" });
    expect(answers).toHaveLength(1);
  });

  test("is over at once when it stops on purpose", async () => {
    await using stage = await start();
    const ada = await stage.connect("ada", { statefulReconnect: true });
    await ada.stop();
    await stage.emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
  });

  test("is over when it does not come back in time", async () => {
    await using stage = await start({ limits: { disconnectTimeoutInMs: 100 } });
    await stage.connect("ada", { statefulReconnect: true });
    stage.line.cut();
    await stage.emulator.waitFor((snapshot) => snapshot.connections("chat").length === 0);
  });
});
