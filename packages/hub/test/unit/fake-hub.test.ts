import { describe, expect, test } from "vitest";
import { createFakeHub } from "../../src/testing.ts";
import { HubError } from "../../src/upstream.ts";

interface Todo {
  events: { itemAdded(item: { text: string; at?: Date }): void };
  clientResults: { confirmDelete(text: string): boolean };
  methods: { join(room: string): { users: string[] }; refuse(): void; explode(): void; then(): number };
  streams: { count(last: number): number; fail(): number };
}

async function start() {
  const hub = createFakeHub<Todo>({
    methods: {
      join: (room) => ({ users: [room] }),
      refuse() {
        throw new HubError("not today");
      },
      explode: () => Promise.reject(new Error("secret")),
      // oxlint-disable-next-line no-thenable -- a contract may have this name
      then: () => 1,
    },
    streams: {
      *count(last) {
        for (let number = 1; number <= last; number++) yield number;
      },
      async *fail() {
        yield 1;
        throw new HubError("no more");
      },
    },
  });
  await hub.connection.start();
  return hub;
}

function itemsOf(stream: { subscribe(subscriber: never): unknown }): Promise<unknown[]> {
  const items: unknown[] = [];
  return new Promise((resolve) => {
    stream.subscribe({
      next: (item: unknown) => items.push(item),
      complete: () => resolve(items),
      error: (error: Error) => resolve([...items, error.message]),
    } as never);
  });
}

describe("createFakeHub()", () => {
  test("answers calls and remembers them", async () => {
    const { connection, calls } = await start();
    expect(await connection.invoke("join", "kitchen")).toEqual({ users: ["kitchen"] });
    expect(await connection.invoke("then")).toBe(1);
    await connection.send("refuse");
    expect(calls).toEqual([
      { kind: "invoke", target: "join", arguments: ["kitchen"] },
      { kind: "invoke", target: "then", arguments: [] },
      { kind: "send", target: "refuse", arguments: [] },
    ]);
  });

  test("fails calls with what a client is told", async () => {
    const { connection } = await start();
    await expect(connection.invoke("refuse")).rejects.toThrow(/^not today$/);
    await expect(connection.invoke("explode")).rejects.toThrow(
      "An unexpected error occurred invoking 'explode' on the server.",
    );
    await expect(connection.invoke("toString" as never)).rejects.toThrow("Method 'toString' does not exist.");
  });

  test("streams, completes and fails, and stops for a subscriber that has gone", async () => {
    const { connection } = await start();
    expect(await itemsOf(connection.stream("count", 3))).toEqual([1, 2, 3]);
    expect(await itemsOf(connection.stream("fail"))).toEqual([1, "no more"]);
    expect(await itemsOf(connection.stream("nothing" as never))).toEqual([
      "Stream 'nothing' does not exist.",
    ]);
    const items: number[] = [];
    const subscription = connection.stream("count", 1_000).subscribe({
      next(item) {
        items.push(item);
        if (item === 2) subscription.dispose();
      },
      complete: () => items.push(-1),
      error: () => items.push(-1),
    });
    await itemsOf(connection.stream("count", 1_000));
    expect(items).toEqual([1, 2]);
  });

  test("sends events as they would come: without case, copied as JSON", async () => {
    const { connection, send } = await start();
    const shown: unknown[] = [];
    const item = { text: "milk", at: new Date(0) };
    const handler = (added: { text: string }): void => {
      shown.push(added);
      added.text = "changed";
    };
    connection.on("itemAdded", handler);
    connection.on("ITEMADDED" as "itemAdded", () => shown.push("upper case"));
    await send("itemAdded", item);
    expect(shown).toEqual([{ text: "changed", at: "1970-01-01T00:00:00.000Z" }, "upper case"]);
    expect(item.text).toBe("milk");
    connection.off("itemAdded", handler);
    await send("itemAdded", item);
    connection.off("itemAdded");
    await send("itemAdded", item);
    expect(shown.slice(2)).toEqual(["upper case"]);
  });

  test("asks the front end for a result", async () => {
    const { connection, invoke } = await start();
    await expect(invoke("confirmDelete", "milk")).rejects.toThrow("Client didn't provide a result.");
    connection.on("confirmDelete", async (text) => text === "milk");
    expect(await invoke("confirmDelete", "milk")).toBe(true);
    expect(await invoke("confirmDelete", "bread")).toBe(false);
  });

  test("starts, is lost, comes back with another id and stops", async () => {
    const hub = createFakeHub<Todo>();
    const { connection } = hub;
    const events: string[] = [];
    connection.onreconnecting((error) => events.push(`reconnecting ${error?.message}`));
    connection.onreconnected((id) => events.push(`reconnected ${id}`));
    connection.onclose(() => events.push("closed"));
    await expect(connection.invoke("join", "kitchen")).rejects.toThrow("not in the 'Connected' State");
    await connection.start();
    expect([connection.state, connection.connectionId]).toEqual(["Connected", "fake-1"]);
    await expect(connection.start()).rejects.toThrow("not in the 'Disconnected' state");
    hub.disconnect(new Error("network"));
    expect([connection.state, connection.connectionId]).toEqual(["Reconnecting", null]);
    await expect(hub.send("itemAdded", { text: "milk" })).rejects.toThrow("not in the 'Connected' State");
    hub.reconnect();
    expect(() => hub.reconnect()).toThrow("disconnect()");
    await connection.stop();
    await connection.stop();
    expect(events).toEqual(["reconnecting network", "reconnected fake-2", "closed"]);
    expect(hub.calls).toEqual([]);
  });
});
