import type { EmulatorOptions } from "@x/emulator";
import { expect } from "vitest";
import type { ClientOptions } from "./recording-client.ts";
import type { ConnectedClient, Stage } from "./stage.ts";

/** What not every version of the client library can do. */
export type ClientFeature = "client results" | "automatic reconnect" | "stateful reconnect";

/** What happens between the service and clients of any library, transport and protocol, in Node or in a page. */
export interface Scenario {
  /** Follows "A client". */
  readonly title: string;
  readonly needs?: ClientFeature;
  readonly options?: EmulatorOptions;
  readonly run: (stage: Stage) => Promise<void>;
}

const hub = "chat";

/** A .NET client takes a message only where its handler has as many parameters, so two arguments have their own target. */
function say(...args: readonly [unknown] | readonly [unknown, unknown]): {
  target: string;
  arguments: unknown[];
} {
  return { target: args.length === 1 ? "say" : "sayTwo", arguments: [...args] };
}

export const scenarios: readonly Scenario[] = [
  {
    title: "receives what is sent to its hub, group, user and connection, and nothing it is excluded from",
    run: async ({ connect, service }) => {
      const [ada, bob] = [await connect("ada"), await connect("bob")];
      await service.addConnectionToGroup({ hub, group: "g1", connectionId: ada.connectionId });
      await service.addUserToGroup({ hub, group: "g1", user: "bob" });
      const excluded = [bob.connectionId];
      await service.sendToAll({ hub, body: say("hub", { deep: [1, null, "ä€𝄞"] }) });
      await service.sendToGroup({ hub, group: "g1", body: say("group") });
      await service.sendToUser({ hub, user: "ada", body: say("ada") });
      await service.sendToUser({ hub, user: "bob", body: say("bob") });
      await service.sendToConnection({ hub, connectionId: ada.connectionId, body: say("connection") });
      await service.sendToAll({ hub, excluded, body: say("hub without bob") });
      await service.sendToGroup({ hub, group: "g1", excluded, body: say("group without bob") });
      await service.removeUserFromGroup({ hub, group: "g1", user: "bob" });
      await service.sendToGroup({ hub, group: "g1", body: say("group after bob") });
      await service.sendToAll({ hub, body: say("last", null) });
      const everybody = [["hub", { deep: [1, null, "ä€𝄞"] }], ["group"]];
      const toAda = [
        ["ada"],
        ["connection"],
        ["hub without bob"],
        ["group without bob"],
        ["group after bob"],
      ];
      expect(await saidUntilLast(ada)).toEqual([...everybody, ...toAda, ["last", null]]);
      expect(await saidUntilLast(bob)).toEqual([...everybody, ["bob"], ["last", null]]);
    },
  },
  {
    title: "is in the group that its user was added to before it connected",
    run: async ({ connect, service }) => {
      await service.addUserToGroup({ hub, group: "g1", user: "ada" });
      const ada = await connect("ada");
      expect(await service.groupExists({ hub, group: "g1" })).toBe(true);
      await service.sendToGroup({ hub, group: "g1", body: say("hi") });
      expect(await ada.next("say")).toEqual(["hi"]);
    },
  },
  {
    title: "receives a burst whole and in order",
    run: async ({ connect, service }) => {
      const ada = await connect("ada");
      const numbers = Array.from({ length: 200 }, (_, number) => number);
      await service.executeCommands({
        hub,
        body: numbers.map((number) => ({ type: "SendMessage", message: say(number) })),
      });
      for (const number of numbers) expect(await ada.next("say")).toEqual([number]);
    },
  },
  {
    title: "receives and sends a large message",
    run: async ({ connect, service, calls }) => {
      const ada = await connect("ada");
      const large = "ä€x".repeat(150_000);
      await service.sendToUser({ hub, user: "ada", body: say(large) });
      expect(await ada.next("say")).toEqual([large]);
      expect(await ada.invoke("echo", large)).toEqual({ result: large });
      expect(calls.map(({ arguments: args }) => args)).toEqual([[large]]);
    },
  },
  {
    title: "gets an error for a message above the limit, which the upstream never sees",
    options: { limits: { maxMessageBytes: 100_000 } },
    run: async ({ connect, calls }) => {
      const ada = await connect("ada");
      expect(await ada.invoke("echo", "x".repeat(100_001))).toHaveProperty("error");
      expect(calls).toEqual([]);
    },
  },
  {
    title: "gets the result of its call, or its error",
    run: async ({ connect, calls }) => {
      const ada = await connect("ada");
      const value = { text: "x", list: [1, null, true] };
      expect(await ada.invoke("echo", value)).toEqual({ result: value });
      const failure = await ada.invoke("fail");
      expect(failure).toHaveProperty("error", expect.stringContaining("not today"));
      expect(calls.map(({ target, userId }) => [target, userId])).toEqual([
        ["echo", "ada"],
        ["fail", "ada"],
      ]);
    },
  },
  {
    title: "answers invokeConnection with a result, or with an error",
    needs: "client results",
    run: async ({ connect, service }) => {
      const { connectionId } = await connect("ada");
      const ask = (target: string, ...args: unknown[]) =>
        service.invokeConnection({ hub, connectionId, body: { target, arguments: args } });
      expect(await ask("add", 2, 3)).toMatchObject({ result: 5 });
      await expect(ask("refuse")).rejects.toMatchObject({
        status: 400,
        code: "Error.Connection.InvocationFailed",
      });
      await expect(ask("unknown")).rejects.toMatchObject({ status: 400 });
    },
  },
  {
    title: "reads a stream that REST feeds and completes, and one that REST fails",
    run: async ({ connect, service, emulator, calls }) => {
      const { connectionId, ...ada } = await connect("ada");
      const openStream = async (count: number): Promise<string> => {
        await ada.stream("numbers");
        await emulator.waitFor(() => calls.length === count);
        return calls[count - 1]?.invocationId ?? "";
      };
      const first = { hub, connectionId, streamId: await openStream(1) };
      await service.sendToStream({ ...first, body: { n: 1 } });
      await service.sendToStream({ ...first, body: [null, false] });
      await service.completeStream(first);
      expect([await ada.next("item"), await ada.next("item")]).toEqual([{ n: 1 }, [null, false]]);
      await ada.next("completed");
      const second = { hub, connectionId, streamId: await openStream(2) };
      await service.completeStream({ ...second, reason: "no more numbers" });
      expect(await ada.next("failed")).toContain("no more numbers");
    },
  },
  {
    title: "learns why REST closes its connection, its user, its group or all",
    run: async ({ connect, service, emulator }) => {
      const names = ["connection", "user", "group", "hub", "excluded"];
      const clients: ConnectedClient[] = [];
      for (const name of names) clients.push(await connect(name));
      const [connection, user, group, other, excluded] = clients;
      await service.addUserToGroup({ hub, group: "g1", user: "group" });
      await service.closeConnection({
        hub,
        connectionId: connection?.connectionId ?? "",
        reason: "reason one",
      });
      await service.closeUserConnections({ hub, user: "user", reason: "reason two" });
      await service.closeGroupConnections({ hub, group: "g1", reason: "reason three" });
      expect(await connection?.next("closed")).toContain("reason one");
      expect(await user?.next("closed")).toContain("reason two");
      expect(await group?.next("closed")).toContain("reason three");
      const spared = excluded?.connectionId ?? "";
      await service.closeAllConnections({ hub, excluded: [spared], reason: "reason four" });
      expect(await other?.next("closed")).toContain("reason four");
      await emulator.waitFor((snapshot) => snapshot.connections(hub).length === 1);
      await service.sendToAll({ hub, body: say("who is left") });
      expect(await excluded?.next("say")).toEqual(["who is left"]);
    },
  },
  {
    title: "comes back after a close that allows it, into the groups of its user",
    needs: "automatic reconnect",
    run: async ({ connect, service, emulator }) => {
      const ada = await connect("ada", { reconnectAfterInMs: [0] });
      await service.addUserToGroup({ hub, group: "g1", user: "ada" });
      await service.closeConnection({ hub, connectionId: ada.connectionId, reason: "moving house" });
      expect(await ada.next("reconnecting")).toContain("moving house");
      const connectionId = await ada.next("reconnected");
      expect(connectionId).not.toBe(ada.connectionId);
      await emulator.waitFor((snapshot) => snapshot.connections(hub)[0]?.connectionId === connectionId);
      await service.sendToGroup({ hub, group: "g1", body: say("welcome back") });
      expect(await ada.next("say")).toEqual(["welcome back"]);
    },
  },
  {
    title: "stays away after a close that does not allow it to come back",
    needs: "automatic reconnect",
    options: { allowReconnect: false },
    run: async ({ connect, service }) => {
      const ada = await connect("ada", { reconnectAfterInMs: [0] });
      await service.closeConnection({ hub, connectionId: ada.connectionId, reason: "for good" });
      expect(await ada.next("closed")).toContain("for good");
    },
  },
  {
    title: "comes back when its network was cut",
    needs: "automatic reconnect",
    run: async ({ connect, service, line }) => {
      const ada = await connect("ada", { reconnectAfterInMs: [0, 0, 100, 100, 1_000] });
      // A browser repeats a poll whose connection was reset; it gives up when the next one is, too.
      line.cut("cut");
      await ada.next("reconnecting");
      line.restore();
      const connectionId = String(await ada.next("reconnected"));
      expect(connectionId).not.toBe(ada.connectionId);
      await service.sendToConnection({ hub, connectionId, body: say("here again") });
      expect(await ada.next("say")).toEqual(["here again"]);
    },
  },
  {
    title: "goes on with the same connection after its socket was cut, and misses nothing",
    needs: "stateful reconnect",
    run: async ({ connect, service, line, emulator }) => {
      const ada = await connect("ada", { statefulReconnect: true });
      const tell = (text: string) => service.sendToAll({ hub, body: say(text) });
      await tell("before");
      expect(await ada.next("say")).toEqual(["before"]);
      const connectionsBefore = line.connections;
      line.cut();
      await tell("while cut 1");
      await tell("while cut 2");
      line.restore();
      await tell("after");
      const said = [await ada.next("say"), await ada.next("say"), await ada.next("say")];
      expect(said).toEqual([["while cut 1"], ["while cut 2"], ["after"]]);
      await emulator.waitFor((snapshot) =>
        snapshot.connections(hub).every(({ connectionId }) => connectionId === ada.connectionId),
      );
      expect(line.connections).toBe(connectionsBefore + 1);
    },
  },
  {
    title: "is gone at once when it stops",
    run: async ({ connect, emulator, service }) => {
      const ada = await connect("ada");
      await ada.stop();
      await emulator.waitFor((snapshot) => snapshot.connections(hub).length === 0);
      expect(await service.userExists({ hub, user: "ada" })).toBe(false);
    },
  },
];

/** The scenarios for clients that have these features, over this transport. */
export function scenariosFor(
  features: readonly ClientFeature[],
  transport: ClientOptions["transport"],
): readonly Scenario[] {
  return scenarios.filter(
    ({ needs }) =>
      needs === undefined ||
      (features.includes(needs) && (needs !== "stateful reconnect" || transport === "WebSockets")),
  );
}

/** What a client was told, up to "last". */
async function saidUntilLast(client: ConnectedClient): Promise<unknown[]> {
  const said: unknown[] = [];
  let last: unknown;
  while (last !== "last") {
    const args = await client.next("say");
    said.push(args);
    last = Array.isArray(args) ? args[0] : undefined;
  }
  return said;
}
