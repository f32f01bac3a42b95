import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Emulator, type EmulatorOptions, type Fault, createEmulator } from "@x/emulator";
import {
  type CreateEndpointsOptions,
  type EndpointNegotiation,
  createEndpoints,
  isEndpointsError,
} from "@x/hub/endpoints";
import { createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Chat, RoamingClient } from "../clients/roaming-client.ts";

const patience = { timeout: 20_000, interval: 5 };

/** An emulator in a process of its own, which can be killed. */
async function startProcess(): Promise<{ readonly connectionString: string; readonly child: ChildProcess }> {
  const script = `
    import { createEmulator } from "@x/emulator";
    const emulator = await createEmulator({ port: 0 }).listen();
    process.once("disconnect", () => process.exit());
    process.send(emulator.connectionString);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [connectionString] = (await once(child, "message")) as [string];
  return { connectionString, child };
}

async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ port: 0, ...options }).listen();
  onTestFinished(() => emulator.close());
  return emulator;
}

async function connectClients(
  count: number,
  negotiate: (userId: string) => Promise<EndpointNegotiation>,
): Promise<readonly RoamingClient[]> {
  const clients = Array.from({ length: count }, (_, index) => new RoamingClient(`user ${index}`, negotiate));
  onTestFinished(async () => void (await Promise.all(clients.map((client) => client.stop()))));
  await Promise.all(clients.map(({ connected }) => connected));
  return clients;
}

test("Clients chat on while one of three emulators is killed: its clients move, and the others miss nothing", async () => {
  const windowInMs = 100;
  let turn = 0;
  const killed = await startProcess();
  const [east, west] = [await startEmulator(), await startEmulator()];
  const endpoints = createEndpoints(
    [
      { name: "east", connectionString: east.connectionString },
      { name: "west", connectionString: west.connectionString },
      { name: "north", connectionString: killed.connectionString },
    ],
    // In turn, so that each endpoint has clients.
    { health: { windowInMs }, random: () => (turn++ % 24) / 24 },
  );
  const chat = endpoints.hub<Chat>({ hub: "chat" });
  const clients = await connectClients(24, (userId) => endpoints.negotiate({ hub: "chat", userId }));
  const at = (name: string) => clients.filter(({ endpoint }) => endpoint === name);
  expect(["east", "west", "north"].map((name) => at(name).length)).toEqual([8, 8, 8]);
  const stayed = [...at("east"), ...at("west")];
  const moved = at("north");

  const said: string[] = [];
  const failed: string[][] = [];
  const say = async (text: string) => {
    said.push(text);
    try {
      await chat.all().send("said", text);
    } catch (error) {
      if (!isEndpointsError(error)) throw error;
      failed.push(error.failed.map(({ endpoint }) => endpoint));
    }
  };
  for (let number = 0; number < 30; number++) await say(`before ${number}`);
  await vi.waitFor(
    () => expect(clients.map(({ texts }) => texts)).toEqual(clients.map(() => said)),
    patience,
  );
  expect(failed).toEqual([]);

  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  for (let number = 0; moved.some(({ endpoints: { length } }) => length < 2); number++)
    await say(`meanwhile ${number}`);
  await Promise.all(clients.map(({ connected }) => connected));
  for (let number = 0; number < 30; number++) await say(`after ${number}`);

  await vi.waitFor(() => expect(stayed.map(({ texts }) => texts)).toEqual(stayed.map(() => said)), patience);
  expect(stayed.every((client) => client.endpoints.length === 1)).toBe(true);
  const after = said.filter((text) => text.startsWith("after"));
  const heardAfter = (client: RoamingClient) => client.texts.filter((text) => text.startsWith("after"));
  await vi.waitFor(() => expect(moved.map(heardAfter)).toEqual(moved.map(() => after)), patience);
  expect(moved.every(({ endpoint }) => endpoint === "east" || endpoint === "west")).toBe(true);
  expect(new Set(failed.flat())).toEqual(new Set(["north"]));
  expect(await endpoints.status()).toMatchObject([
    { isHealthy: true },
    { isHealthy: true },
    { isHealthy: false },
  ]);
}, 60_000);

/** Three emulators with two clients each, and a clock that only the test moves. */
async function startThree(options: CreateEndpointsOptions = {}) {
  const emulators = {
    east: await startEmulator(),
    west: await startEmulator(),
    backup: await startEmulator(),
  };
  const names = ["east", "west", "backup"] as const;
  const time = { now: Date.now() };
  const windowInMs = 100;
  const endpoints = createEndpoints(
    names.map((name) => ({
      name,
      connectionString: emulators[name].connectionString,
      type: name === "backup" ? "secondary" : "primary",
    })),
    {
      clock: () => time.now,
      health: { windowInMs, timeoutInMs: 500 },
      // Where the test says: the first two clients at east and so on.
      route: ({ userId }) => names[Math.floor(Number(userId?.split(" ")[1]) / 2)],
      ...options,
    },
  );
  const clients = await connectClients(6, (userId) => endpoints.negotiate({ hub: "chat", userId }));
  expect(clients.map(({ endpoint }) => endpoint)).toEqual([
    "east",
    "east",
    "west",
    "west",
    "backup",
    "backup",
  ]);
  return {
    emulators,
    endpoints,
    clients,
    chat: endpoints.hub<Chat>({ hub: "chat" }),
    sends: () =>
      names.map(
        (name) => emulators[name].requests.filter(({ operationId }) => operationId === "sendToAll").length,
      ),
    /** Where a client is led after the next health window; it names no place of its own. */
    async chosen() {
      time.now += windowInMs;
      return (await endpoints.negotiate({ hub: "chat", userId: "new 9" })).endpoint;
    },
  };
}

test.each<[string, Fault]>([
  ["cuts connections", { reset: true }],
  ["responds with 429", { status: 429 }],
  ["responds with 500", { status: 500 }],
  ["does not respond", { latencyInMs: 60_000 }],
])("An endpoint that %s gets no clients, and all clients elsewhere get the message", async (_, fault) => {
  const { emulators, clients, chat, sends, chosen } = await startThree({
    retry: { attempts: 1, timeoutInMs: 1_000 },
  });
  emulators.east.setFaults(fault);
  const error = await chat
    .all()
    .send("said", "hi")
    .catch((failure: unknown) => failure);
  expect(error).toMatchObject({
    code: "partial-failure",
    reached: ["west", "backup"],
    failed: [{ endpoint: "east" }],
  });
  // The emulator records a request when it has responded.
  expect(sends()).toEqual([fault.latencyInMs === undefined ? 1 : 0, 1, 1]);
  await vi.waitFor(
    () => expect(clients.map(({ texts }) => texts)).toEqual([[], [], ["hi"], ["hi"], ["hi"], ["hi"]]),
    patience,
  );
  expect([await chosen(), await chosen(), await chosen()]).toEqual(["west", "west", "west"]);

  emulators.east.setFaults([]);
  emulators.west.setFaults({ reset: true });
  expect(await chosen()).toBe("backup");
  expect(await chosen()).toBe("east");
  expect(
    await chat
      .user("user 0")
      .send("said", "welcome back")
      .catch(() => "failed"),
  ).toBe("failed");
  await vi.waitFor(() => expect(clients[0]?.texts).toEqual(["welcome back"]), patience);
});

test("A slow endpoint stays healthy, and one that is busy for a moment gets the message with the second request", async () => {
  const { emulators, clients, chat, sends, endpoints } = await startThree({ retry: { delayInMs: 1 } });
  emulators.east.setFaults({ latencyInMs: 100 });
  emulators.west.setFaults({ operationId: "sendToAll", status: 429, times: 1 });
  expect(await chat.all().send("said", "hi")).toEqual({ reached: ["east", "west", "backup"] });
  expect(sends()).toEqual([1, 2, 1]);
  await vi.waitFor(
    () => expect(clients.map(({ texts }) => texts)).toEqual(clients.map(() => ["hi"])),
    patience,
  );
  expect((await endpoints.status()).map(({ isHealthy }) => isHealthy)).toEqual([true, true, true]);
});

test("An endpoint that flaps gets no clients until it has been up for two checks in a row", async () => {
  const { emulators, chosen } = await startThree();
  emulators.west.setFaults({ reset: true });
  const names: string[] = [];
  for (const isUp of [true, false, true, false, true, true]) {
    emulators.east.setFaults(isUp ? [] : { reset: true });
    names.push(await chosen());
  }
  expect(names).toEqual(["east", "backup", "backup", "backup", "backup", "east"]);
});

test("A connection is reached by its reference with one request, and by its ID alone", async () => {
  const { clients, chat, emulators } = await startThree();
  const { connectionId = "", texts = [] } = clients[3] ?? {};
  await chat.connection({ endpoint: "west", connectionId }).send("said", "by reference");
  expect(emulators.east.requests.map(({ operationId }) => operationId)).not.toContain("connectionExists");
  await chat.connection(connectionId).send("said", "by ID");
  await chat.groupMembers("kitchen").addConnection(connectionId);
  await chat.group("kitchen").send("said", "in the group");
  await vi.waitFor(() => expect(texts).toEqual(["by reference", "by ID", "in the group"]), patience);
  const members: unknown[] = [];
  for await (const member of chat.groupMembers("kitchen").list()) members.push(member);
  expect(members).toEqual([{ endpoint: "west", connectionId, userId: "user 3" }]);
});

test("A client is answered at its endpoint, and what it says reaches the clients of all endpoints but itself", async () => {
  const handlers = new Map<string, (request: Request) => Promise<Response>>();
  const emulators = await Promise.all(
    ["east", "west"].map(async (name) => {
      const upstream = async (request: Request) =>
        (await handlers.get(name)?.(request)) ?? new Response(null, { status: 404 });
      return { name, connectionString: (await startEmulator({ upstream })).connectionString };
    }),
  );
  const endpoints = createEndpoints(emulators, {
    route: ({ userId }) => (userId === "user 0" ? "east" : "west"),
  });
  const chat = endpoints.hub<Chat>({ hub: "chat" });
  for (const { name: endpoint, connectionString } of emulators)
    handlers.set(
      endpoint,
      createUpstreamHandler<Chat>(chat.at(endpoint), {
        verify: signatureVerifier({ connectionString }),
        methods: {
          async say({ connectionId, connection }, text) {
            await connection.send("said", `you said ${String(text)}`);
            const { reached } = await chat
              .all({ except: [{ endpoint, connectionId }] })
              .send("said", String(text));
            return reached.join();
          },
        },
      }),
    );
  const clients = await connectClients(3, (userId) => endpoints.negotiate({ hub: "chat", userId }));
  expect(await clients[1]?.say("hi")).toBe("east,west");
  await vi.waitFor(
    () => expect(clients.map(({ texts }) => texts)).toEqual([["hi"], ["you said hi"], ["hi"]]),
    patience,
  );
});
