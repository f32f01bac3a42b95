import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createNegotiator, fromConnectionString } from "@x/auth";
import { sendToRoom as sendAfter } from "../src/after.ts";
import { sendToRoom as sendBefore } from "../src/before.ts";

const connectionString = process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "";
const chat = fromConnectionString(connectionString).hub("chat");
const clients: HubConnection[] = [];
let seen: string[] = [];

/** Ada is in the room, Eve is not. */
before(async () => {
  await chat.addUserToGroup({ user: "ada", group: "tea & milk" });
  for (const userId of ["ada", "eve"]) {
    const { url, accessToken } = await createNegotiator(connectionString)({ hub: "chat", userId });
    const client = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .configureLogging(LogLevel.None)
      .build();
    client.on("newMessage", (text) => seen.push(`${userId}: ${text}`));
    await client.start();
    clients.push(client);
  }
});
beforeEach(() => (seen = []));
after(() => Promise.all(clients.map((client) => client.stop())));

test("Before and after, the same message reaches the same people", async (context) => {
  await sendBefore(connectionString, "tea & milk", "hi");
  await sendAfter(connectionString, "tea & milk", "hi");
  await context.waitFor(() => assert.deepEqual(seen, ["ada: hi", "ada: hi"]));
});

test("Before, a message to a room named '..' reaches everybody", async (context) => {
  await sendBefore(connectionString, "..", "for my room only");
  const leaked = ["ada: for my room only", "eve: for my room only"];
  await context.waitFor(() => assert.deepEqual(seen.toSorted(), leaked));
});

test("After, it is an error before anything is sent", async (context) => {
  const refused = sendAfter(connectionString, "..", "for my room only");
  await assert.rejects(refused, { name: "InvalidPathParameterError" });
  // Messages arrive in order, so nothing came before this one.
  await chat.sendToAll({ body: { target: "newMessage", arguments: ["end"] } });
  await context.waitFor(() => assert.deepEqual(seen.toSorted(), ["ada: end", "eve: end"]));
});
