import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HubConnection } from "@microsoft/signalr";
import { fromConnectionString } from "@x/auth";
import { type Emulator, createEmulator } from "@x/emulator";
import { connectClient } from "./connect-client.ts";

export interface BusyEmulator extends AsyncDisposable {
  readonly emulator: Emulator;
}

const people = [
  { hub: "chat", userId: "ada", transport: "WebSockets", protocol: "json" },
  { hub: "chat", userId: "grace", transport: "WebSockets", protocol: "messagepack" },
  { hub: "chat", userId: "linus", transport: "ServerSentEvents", protocol: "json" },
  { hub: "chat", userId: "edsger", transport: "LongPolling", protocol: "json" },
  { hub: "chat", userId: undefined, transport: "WebSockets", protocol: "json" },
  { hub: "orders", userId: "warehouse-2", transport: "WebSockets", protocol: "json" },
  { hub: "orders", userId: "ada", transport: "WebSockets", protocol: "messagepack" },
] as const;

/** An emulator in which there is something of everything that the inspector shows, failures too. */
export async function startBusyEmulator(): Promise<BusyEmulator> {
  const application = await startApplication();
  const { port } = application.address() as AddressInfo;
  const emulator = await createEmulator({
    port: 0,
    config: {
      UpstreamSettings: {
        Templates: [{ UrlTemplate: `http://127.0.0.1:${port}/api/{hub}/{category}/{event}` }],
      },
    },
  }).listen();
  const clients = await connectPeople(emulator);
  await act(emulator, clients);
  return {
    emulator,
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.stop()));
      await emulator.close();
      application.close();
    },
  };
}

/** Takes the webhooks; it knows no `setStatus`. */
async function startApplication(): Promise<Server> {
  const server = createServer((request, response) => {
    const known = request.url?.endsWith("/setStatus") !== true;
    request.resume();
    response.writeHead(known ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}

async function connectPeople(emulator: Emulator): Promise<readonly HubConnection[]> {
  const clients: HubConnection[] = [];
  for (const person of people) {
    // The list has an order.
    const client = await connectClient(emulator, person);
    client.on("confirm", (question: string) => `yes, ${question.length} letters`);
    clients.push(client);
  }
  return clients;
}

async function act(emulator: Emulator, clients: readonly HubConnection[]): Promise<void> {
  const signalr = fromConnectionString(emulator.connectionString);
  const chat = signalr.hub("chat");
  const orders = signalr.hub("orders");
  const [ada, grace] = clients;
  const idOf = async (user: string): Promise<string> => {
    let id: string | undefined;
    await emulator.waitFor((snapshot) => {
      id = snapshot.connections("chat").find(({ userId }) => userId === user)?.connectionId;
      return id !== undefined;
    });
    return id ?? "";
  };
  await chat.addUserToGroup({ group: "room-1", user: "ada" });
  await chat.addUserToGroup({ group: "room-1", user: "grace", ttl: 3_600 });
  await chat.addConnectionToGroup({ group: "room-1", connectionId: await idOf("linus") });
  await chat.addConnectionToGroup({ group: "moderators", connectionId: await idOf("ada") });
  await chat.addUserToGroup({ group: "moderators", user: "barbara" });
  await orders.addUserToGroup({ group: "rush", user: "warehouse-2" });
  await chat.sendToAll({ body: { target: "announcement", arguments: ["Maintenance at 18:00"] } });
  await ada?.send("typing", "room-1");
  await grace?.invoke("setStatus", { status: "away", until: "15:30" }).catch(() => undefined);
  await chat.sendToGroup({
    group: "room-1",
    body: {
      target: "newMessage",
      arguments: [{ id: 4711, from: "ada", text: "Shall we ship it?", mentions: ["grace", "linus"] }],
    },
  });
  await chat.sendToUser({ user: "absent", body: { target: "newMessage", arguments: ["Anyone there?"] } });
  await chat.groupExists({ group: "room-9" });
  await chat.invokeConnection({
    connectionId: await idOf("linus"),
    body: { target: "confirm", arguments: ["Delete the draft?"] },
  });
  await chat.sendToUser({ user: "ada", body: { target: "", arguments: [] } }).catch(() => undefined);
  await fetch(`${emulator.url}/api/hubs/chat/:send?api-version=2024-12-01`, { method: "POST" });
  await orders.sendToUser({
    user: "warehouse-2",
    body: { target: "orderPlaced", arguments: [{ order: "A-1042", lines: 3, total: 129.9, rush: true }] },
  });
}
