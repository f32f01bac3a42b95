import * as signalr from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { expect, test } from "vitest";
import { type ClientEvent, RecordingClient } from "../clients/recording-client.ts";
import { type ConnectedClient, clientPairs, startStage } from "../clients/stage.ts";

const hub = "chat";
const count = 1_000;
const parallel = 20;

test("1,000 clients over every transport get a broadcast, half of them what their group is sent, and all a close", async () => {
  await using stage = await startStage(
    (options) => RecordingClient.start(signalr, () => new MessagePackHubProtocol(), options),
    { transport: "WebSockets", protocol: "json" },
  );
  const { connect, service, emulator } = stage;
  const even: ConnectedClient[] = [];
  const odd: ConnectedClient[] = [];
  let next = 0;
  const open = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const [half, name] = index % 2 === 0 ? [even, "even"] : [odd, "odd"];
      const pair = clientPairs[index % clientPairs.length];
      half.push(await connect(`${name}${index}`, pair));
    }
  };
  await Promise.all(Array.from({ length: parallel }, open));
  const all = [...even, ...odd];
  const body = (text: string) => ({ target: "say", arguments: [text] });

  await service.executeCommands({
    hub,
    filter: "startswith(userId, 'even')",
    body: [{ type: "JoinGroup", group: "even" }],
  });
  await service.sendToAll({ hub, body: body("to all") });
  await service.sendToGroup({ hub, group: "even", body: body("to even") });
  await service.sendToAll({ hub, body: body("last") });
  expect(await heard(all, "say")).toEqual([[["to all"], count]]);
  expect(await heard(even, "say")).toEqual([[["to even"], count / 2]]);
  expect(await heard(all, "say")).toEqual([[["last"], count]]);

  const error = (reason: string) => `Server returned an error on close: ${reason}`;
  await service.closeGroupConnections({ hub, group: "even", reason: "half of you" });
  expect(await heard(even, "closed")).toEqual([[error("half of you"), count / 2]]);
  await service.closeAllConnections({ hub, reason: "the rest" });
  expect(await heard(odd, "closed")).toEqual([[error("the rest"), count / 2]]);
  await emulator.waitFor((snapshot) => snapshot.connections(hub).length === 0);
});

/** What the clients were told next, and how many of them. */
async function heard(clients: readonly ConnectedClient[], event: ClientEvent): Promise<[unknown, number][]> {
  const counts = new Map<string, number>();
  for (const value of await Promise.all(clients.map((client) => client.next(event)))) {
    const text = JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, times]) => [JSON.parse(text), times]);
}
