import { createNegotiator } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { type Presence, createHub, createPresence } from "@x/hub";
import { createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { type TypedConnection, typedConnection } from "@x/hub/client";
import { expect, test } from "vitest";

interface Rooms {
  events: { membersChanged(users: string[]): void };
  methods: { join(): void; leave(): void };
}

const room = "kitchen";

/** One instance of the server. Rooms come from a claim of the client's token, so that every instance knows them. */
function createInstance(connectionString: string) {
  const hub = createHub<Rooms>({ connectionString, hub: "rooms" });
  const presence: Presence = createPresence(hub, {
    announce: (group, members) =>
      hub.group(group).send("membersChanged", members.map(({ userId = "" }) => userId).toSorted()),
    roomsOf: ({ claims }) => claims.filter(({ type }) => type === "room").map(({ value }) => value),
  });
  const upstream = createUpstreamHandler(hub, {
    verify: signatureVerifier({ connectionString }),
    // A client may have gone before its call is handled.
    onError: () => {},
    onDisconnected: (event) => presence.disconnected(event),
    methods: {
      join: ({ connectionId }) => presence.join(room, connectionId),
      leave: ({ connectionId }) => presence.leave(room, connectionId),
    },
  });
  return { presence, upstream };
}

interface Member {
  readonly connection: TypedConnection<Rooms>;
  /** What it was told last. */
  readonly told: () => readonly string[];
}

async function connect(connectionString: string, userId: string): Promise<Member> {
  const negotiate = createNegotiator(connectionString);
  const { url, accessToken } = await negotiate({ hub: "rooms", userId, claims: { room } });
  const connection = typedConnection<Rooms>(
    new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build(),
  );
  let told: readonly string[] = [];
  connection.on("membersChanged", (users) => (told = users));
  await connection.start();
  return { connection, told: () => told };
}

test.each([1, 2, 3, 4])(
  "Everyone in a room is told last who is in it, over three instances and with events in any order (seed %i)",
  async (faultSeed) => {
    let instances: ReturnType<typeof createInstance>[] = [];
    let requests = 0;
    await using emulator = await createEmulator({
      port: 0,
      shuffleUpstream: true,
      faultSeed,
      faults: { latencyInMs: { from: 0, to: 10 } },
      upstream: (request) => {
        const instance = instances[requests++ % instances.length];
        return instance === undefined ? new Response(null, { status: 503 }) : instance.upstream(request);
      },
    }).listen();
    const { connectionString } = emulator;
    instances = [1, 2, 3].map(() => createInstance(connectionString));
    const names = Array.from({ length: 12 }, (_, index) => `user ${String(index).padStart(2, "0")}`);
    const members = await Promise.all(names.map((name) => connect(connectionString, name)));

    // All at once: some stay, some leave the room, some leave altogether, some before their call is answered.
    await Promise.all(
      members.map(async ({ connection }, index) => {
        const joined = connection.invoke("join");
        if (index % 4 === 3) await Promise.all([connection.stop(), joined.catch(() => undefined)]);
        else await joined;
        if (index % 4 === 1) await connection.invoke("leave");
        if (index % 4 === 2) await connection.stop();
      }),
    );
    const staying = members.filter((_, index) => index % 4 === 0);
    const expected = names.filter((_, index) => index % 4 === 0);
    await emulator.waitFor((snapshot) => snapshot.connections("rooms").length === 6);
    await emulator.settled();
    for (const { presence } of instances)
      expect((await presence.members(room)).map(({ userId }) => userId).toSorted()).toEqual(expected);
    await emulator.waitFor(() => staying.every(({ told }) => told().length === expected.length));
    for (const { told } of staying) expect(told()).toEqual(expected);
    await Promise.all(members.map(({ connection }) => connection.stop()));
  },
);
