import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { encode } from "@msgpack/msgpack";
import { createNegotiator, fromConnectionString } from "@x/auth";
import { type Emulator, createEmulator } from "@x/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ port: 0 }).listen();
});
afterEach(() => emulator.close());

/** A connected client of the hub `chat`, its ID, and the next call of its method `say`. */
async function connect(protocol: "json" | "messagepack") {
  const { url, accessToken } = await createNegotiator(emulator.connectionString)({
    hub: "chat",
    userId: "ada",
  });
  const builder = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None);
  if (protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
  const connection = builder.build();
  const said = new Promise<unknown[]>((resolve) => connection.on("say", (...args) => resolve(args)));
  connection.on("add", (a: number, b: number) => a + b);
  await connection.start();
  let connectionId = "";
  await emulator.waitFor((snapshot) => {
    connectionId = snapshot.connections("chat")[0]?.connectionId ?? "";
    return connectionId !== "";
  });
  return { connection, connectionId, said };
}

describe("A client with an encoder of MessagePack", () => {
  const contentType = "application/x-msgpack";
  const chat = () =>
    fromConnectionString(emulator.connectionString, { encodeMessagePack: encode }).hub("chat");

  test.each(["json", "messagepack"] as const)(
    "sends to clients that speak %s what they receive as values",
    async (protocol) => {
      const { connection, said } = await connect(protocol);
      const args = ["é".repeat(300), { deep: [1, -2.5, null, true, ""] }, 2 ** 40];
      await chat().sendToUser({ user: "ada", body: { target: "say", arguments: args }, contentType });
      expect(await said).toEqual(args);
      await connection.stop();
    },
  );

  test("invokes a client and gets its result", async () => {
    const { connection, connectionId } = await connect("json");
    const body = { target: "add", arguments: [2, 3] };
    expect(await chat().invokeConnection({ connectionId, body, contentType })).toMatchObject({ result: 5 });
    await connection.stop();
  });
});
