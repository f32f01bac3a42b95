import * as signalr from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { createNegotiator, fromConnectionString } from "@x/auth";
import { expect, test } from "vitest";
import { RecordingClient } from "../clients/recording-client.ts";
import { startStage } from "../clients/stage.ts";

// As of a container: `docker run -p 9000:8888`, or what .NET Aspire starts.
test("An emulator is reached through a port that is not its own, by clients, by REST and page after page", async () => {
  await using stage = await startStage(
    (options) => RecordingClient.start(signalr, () => new MessagePackHubProtocol(), options),
    { transport: "WebSockets", protocol: "json" },
  );
  const published = `http://localhost:${stage.line.port}`;
  const connectionString = stage.emulator.connectionString.replace(stage.emulator.url, published);
  const negotiate = createNegotiator(connectionString);
  const nextLinks: string[] = [];
  const chat = fromConnectionString(connectionString, {
    async fetch(url, init) {
      const response = await fetch(url, init);
      const [nextLink] = /"http:[^"]*"/.exec(await response.clone().text()) ?? [];
      if (nextLink !== undefined) nextLinks.push(String(JSON.parse(nextLink)));
      return response;
    },
  }).hub("chat");
  const members: string[] = [];
  for (const userId of ["ada", "bob", "cleo"]) {
    const { url, accessToken: token } = await negotiate({ hub: "chat", userId });
    const { connectionId } = await stage.connect(userId, { url, token });
    await chat.addConnectionToGroup({ group: "g1", connectionId });
    members.push(connectionId);
  }
  const listed: string[] = [];
  for await (const { connectionId } of chat.listConnectionsInGroup({ group: "g1", maxpagesize: 1 }))
    listed.push(connectionId ?? "");
  expect(listed.toSorted()).toEqual(members.toSorted());
  // Our client takes only the query of a link, others follow it as it is.
  expect(nextLinks.map((link) => new URL(link).origin)).toEqual([published, published]);
});
