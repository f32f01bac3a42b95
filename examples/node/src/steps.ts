import type { OperationId, SignalRServiceHub, SignalRServiceClient } from "@x/fetch-client";
import type { Participant } from "./participant.ts";

/** Everything that a step may use. */
export interface Stage {
  readonly signalr: SignalRServiceClient;
  readonly hub: SignalRServiceHub;
  readonly ada: Participant;
  readonly bob: Participant;
  readonly cleo: Participant;
  readonly dan: Participant;
  readonly eve: Participant;
  /** Connects one more client with a token that the service made. */
  connectGuest(token: string): Promise<Participant>;
  /** Sends to a group by a client whose calls are not recorded, to see who is in it. */
  probe(group: string): Promise<void>;
}

/** An operation, and what must be seen because of it. */
export interface Step {
  readonly operationId: OperationId;
  /** Events by the name of the participant; everybody else must see nothing. */
  readonly sees?: Readonly<Record<string, readonly string[]>>;
  /** What the answer must be, as text, where the answer is what counts. */
  readonly answers?: string;
  run(stage: Stage): Promise<unknown>;
}

/** The walk through all operations, in an order in which each one's effect can be seen. */
export const steps: readonly Step[] = [
  {
    operationId: "getServiceStatus",
    answers: "healthy",
    run: async ({ signalr }) => (await signalr.getServiceStatus(), "healthy"),
  },
  {
    operationId: "getAccessKey",
    answers: "a key and its id",
    run: async ({ signalr }) => {
      const { AccessKey, KeyId } = await signalr.getAccessKey();
      return AccessKey && KeyId ? "a key and its id" : "no key";
    },
  },
  {
    operationId: "generateClientToken",
    sees: { guest: ["connected"] },
    run: async ({ hub, connectGuest }) => {
      const { token } = await hub.generateClientToken({ userId: "guest" });
      (await connectGuest(token ?? "")).saw("connected");
    },
  },
  {
    operationId: "connectionExists",
    answers: "ada's: true, another: false",
    run: async ({ hub, ada }) =>
      `ada's: ${await hub.connectionExists({ connectionId: ada.connectionId })}, another: ${await hub.connectionExists({ connectionId: "unknown" })}`,
  },
  {
    operationId: "userExists",
    answers: "ada: true, zoe: false",
    run: async ({ hub }) =>
      `ada: ${await hub.userExists({ user: "ada" })}, zoe: ${await hub.userExists({ user: "zoe" })}`,
  },
  {
    operationId: "sendToAll",
    sees: { bob: ["news(1)"], cleo: ["news(1)"], dan: ["news(1)"], eve: ["news(1)"], guest: ["news(1)"] },
    run: ({ hub, ada }) =>
      hub.sendToAll({ excluded: [ada.connectionId], body: { target: "news", arguments: [1] } }),
  },
  {
    operationId: "sendToConnection",
    sees: { bob: ["news(for bob)"] },
    run: ({ hub, bob }) =>
      hub.sendToConnection({
        connectionId: bob.connectionId,
        body: { target: "news", arguments: ["for bob"] },
      }),
  },
  {
    operationId: "sendToUser",
    sees: { cleo: ["news(for cleo)"] },
    run: ({ hub }) => hub.sendToUser({ user: "cleo", body: { target: "news", arguments: ["for cleo"] } }),
  },
  {
    operationId: "addConnectionToGroup",
    sees: { ada: ["probe()"] },
    run: async ({ hub, ada, probe }) => {
      await hub.addConnectionToGroup({ group: "team", connectionId: ada.connectionId });
      await probe("team");
    },
  },
  {
    operationId: "addUserToGroup",
    sees: { ada: ["probe()"], dan: ["probe()"] },
    run: async ({ hub, probe }) => {
      await hub.addUserToGroup({ user: "dan", group: "team", ttl: 600 });
      await probe("team");
    },
  },
  {
    operationId: "groupExists",
    answers: "team: true, other: false",
    run: async ({ hub }) =>
      `team: ${await hub.groupExists({ group: "team" })}, other: ${await hub.groupExists({ group: "other" })}`,
  },
  {
    operationId: "userExistsInGroup",
    answers: "dan: true, bob: false",
    run: async ({ hub }) =>
      `dan: ${await hub.userExistsInGroup({ user: "dan", group: "team" })}, bob: ${await hub.userExistsInGroup({ user: "bob", group: "team" })}`,
  },
  {
    operationId: "listConnectionsInGroup",
    answers: "ada, dan",
    run: async ({ hub, ada, dan }) => {
      const names = new Map([ada, dan].map(({ connectionId, name }) => [connectionId, name]));
      const members: string[] = [];
      for await (const { connectionId } of hub.listConnectionsInGroup({ group: "team", maxpagesize: 1 })) {
        members.push(names.get(connectionId) ?? "a stranger");
      }
      return members.toSorted().join(", ");
    },
  },
  {
    operationId: "sendToGroup",
    sees: { ada: ["news(team)"], dan: ["news(team)"] },
    run: ({ hub }) => hub.sendToGroup({ group: "team", body: { target: "news", arguments: ["team"] } }),
  },
  {
    operationId: "removeConnectionFromGroup",
    sees: { dan: ["probe()"] },
    run: async ({ hub, ada, probe }) => {
      await hub.removeConnectionFromGroup({ group: "team", connectionId: ada.connectionId });
      await probe("team");
    },
  },
  {
    operationId: "removeUserFromGroup",
    sees: {},
    answers: "team is empty",
    run: async ({ hub, probe }) => {
      await hub.removeUserFromGroup({ user: "dan", group: "team" });
      await probe("team");
      return (await hub.groupExists({ group: "team" })) ? "team has members left" : "team is empty";
    },
  },
  {
    operationId: "removeConnectionFromAllGroups",
    sees: { bob: ["probe()"] },
    run: async ({ hub, bob, probe }) => {
      await hub.addConnectionToGroup({ group: "red", connectionId: bob.connectionId });
      await probe("red");
      await hub.removeConnectionFromAllGroups({ connectionId: bob.connectionId });
      await probe("red");
    },
  },
  {
    operationId: "removeUserFromAllGroups",
    sees: { eve: ["probe()"] },
    run: async ({ hub, probe }) => {
      await hub.addUserToGroup({ user: "eve", group: "blue" });
      await probe("blue");
      await hub.removeUserFromAllGroups({ user: "eve" });
      await probe("blue");
    },
  },
  {
    operationId: "executeCommands",
    sees: { bob: ["news(executed)"], eve: ["news(executed)", "probe()"] },
    run: async ({ hub, probe }) => {
      await hub.executeCommands({
        filter: "userId in ('bob', 'eve')",
        body: [{ type: "SendMessage", message: { target: "news", arguments: ["executed"] } }],
      });
      await hub.executeCommands({
        filter: "userId eq 'eve'",
        body: [{ type: "JoinGroup", group: "executed" }],
      });
      await probe("executed");
    },
  },
  {
    operationId: "invokeConnection",
    answers: "Hello, I am ada",
    run: async ({ hub, ada }) => {
      const body = { target: "askName", arguments: ["Hello"] };
      return (await hub.invokeConnection({ connectionId: ada.connectionId, body })).result;
    },
  },
  {
    operationId: "sendToStream",
    sees: { bob: ["item 1", "item 2"] },
    run: async ({ hub, bob }) => {
      bob.connection.stream("count").subscribe({
        next: (item) => bob.saw(`item ${item}`),
        complete: () => bob.saw("stream complete"),
        error: (error: Error) => bob.saw(`stream failed: ${error.message}`),
      });
      // The first stream or invocation of a client has the id "0"; an application learns it from the upstream event.
      const stream = { connectionId: bob.connectionId, streamId: "0" };
      await hub.sendToStream({ ...stream, body: 1 });
      await hub.sendToStream({ ...stream, body: 2 });
    },
  },
  {
    operationId: "completeStream",
    sees: { bob: ["stream complete"] },
    run: ({ hub, bob }) => hub.completeStream({ connectionId: bob.connectionId, streamId: "0" }),
  },
  {
    operationId: "closeConnection",
    sees: { eve: ["closed: moved away"] },
    run: ({ hub, eve }) => hub.closeConnection({ connectionId: eve.connectionId, reason: "moved away" }),
  },
  {
    operationId: "closeUserConnections",
    sees: { dan: ["closed: signed out"] },
    run: ({ hub }) => hub.closeUserConnections({ user: "dan", reason: "signed out" }),
  },
  {
    operationId: "closeGroupConnections",
    sees: { cleo: ["closed: room closed"] },
    run: async ({ hub, cleo }) => {
      await hub.addConnectionToGroup({ group: "room", connectionId: cleo.connectionId });
      await hub.closeGroupConnections({ group: "room", reason: "room closed" });
    },
  },
  {
    operationId: "closeAllConnections",
    sees: { ada: ["closed: good night"], bob: ["closed: good night"], guest: ["closed: good night"] },
    run: ({ hub }) => hub.closeAllConnections({ reason: "good night" }),
  },
];
