import type { EmulatorOptions } from "@x/emulator";
import { expect, test } from "vitest";
import type { Client, ClientOptions } from "./recording-client.ts";
import { startStage } from "./stage.ts";

/**
 * What stateful reconnect promises beyond the scenario in which nothing is missed.
 * @param startClient Starts a client in this process or in another.
 */
export function testStatefulReconnect(
  startClient: (options: ClientOptions) => Promise<Client>,
  protocol: ClientOptions["protocol"],
): void {
  const start = (options: EmulatorOptions = {}) =>
    startStage(startClient, { transport: "WebSockets", protocol }, options);

  test("calls the upstream once for each call, though the answer was lost with the socket", async () => {
    await using stage = await start();
    const { answers } = stage;
    const ada = await stage.connect("ada", { statefulReconnect: true });
    const outcome = ada.invoke("ask");
    await stage.emulator.waitFor(() => answers.length === 1);
    stage.line.cut();
    answers[0]?.("answer");
    stage.line.restore();
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
}
