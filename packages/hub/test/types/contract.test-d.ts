// Compiled by `typecheck`: each line marked as an error must be one, and nothing else may be.
import type { HubConnection, IStreamResult } from "@microsoft/signalr";
import { type HubContract, type TypedHub, createHub, groupMembers } from "@x/hub";
import { typedConnection } from "@x/hub/client";
import { type UpstreamVerifier, createUpstreamHandler } from "@x/hub/upstream";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";

interface Item {
  readonly id: number;
  readonly text: string;
}
interface TodoEvents {
  itemAdded(item: Item): void;
  cleared(): void;
  moved(id: number, to?: string): void;
}
interface Todo {
  events: TodoEvents;
  clientResults: { confirmDelete(item: Item): boolean };
  methods: { joinRoom(room: string): { users: string[] }; leave(): void };
  streams: { exportRoom(room: string): { done: number } };
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Equal<A, B>): void;
declare const connection: HubConnection;
declare const verify: UpstreamVerifier;
const item: Item = { id: 1, text: "milk" };

// The server's end
const todo = createHub<Todo>({ connectionString: "fake", hub: "todo" });
await todo.all().send("itemAdded", item);
await todo.all({ except: ["c"] }).send("cleared");
await todo.group("kitchen", { except: ["c"], signal: AbortSignal.abort() }).send("moved", 1);
await todo.user("ada").send("moved", 1, "attic");
same<Awaited<ReturnType<typeof sendMoved>>, void>(true);
const sendMoved = () => todo.connection("c").send("moved", 1, undefined);
const yes = await todo.connection("c", { signal: AbortSignal.abort() }).invoke("confirmDelete", item);
same<typeof yes, boolean>(true);
await groupMembers(todo, "kitchen").addUser("ada", { ttl: 60 });

// @ts-expect-error an event that is not in the contract
await todo.all().send("itemRemoved", item);
// @ts-expect-error a method of the server is not an event
await todo.all().send("joinRoom", "kitchen");
// @ts-expect-error a wrong argument
await todo.all().send("itemAdded", { id: "1", text: "milk" });
// @ts-expect-error a missing argument
await todo.all().send("itemAdded");
// @ts-expect-error an argument too many
await todo.all().send("cleared", 1);
// @ts-expect-error a client result needs one client
await todo.group("kitchen").invoke("confirmDelete", item);
// @ts-expect-error a user may have several connections
await todo.user("ada").invoke("confirmDelete", item);
// @ts-expect-error a wrong argument
await todo.connection("c").invoke("confirmDelete", 1);
// @ts-expect-error a wrong result
(await todo.connection("c").invoke("confirmDelete", item)) satisfies string;
// @ts-expect-error the service cannot leave out a connection of a user
todo.user("ada", { except: ["c"] });
// @ts-expect-error a part of the contract that does not exist
createHub<{ events: TodoEvents; asks: { confirmDelete(): boolean } }>({
  connectionString: "fake",
  hub: "todo",
});
// @ts-expect-error no contract is given
await createHub({ connectionString: "fake", hub: "todo" }).all().send("itemAdded", item);

// Names that the JavaScript client cannot register
interface Odd {
  events: { ["constructor"](): void; then(): void; toString(): string };
  methods: { ["constructor"](): number; then(): number; __proto__(): number };
}
const odd: TypedHub<Odd> = createHub<Odd>({ connectionString: "fake", hub: "odd" });
await odd.all().send("then");
await odd.all().send("toString");
// @ts-expect-error JavaScript clients cannot register it
await odd.all().send("constructor");

// The browser's end
const hub = typedConnection<Todo>(connection);
await hub.start();
hub.on("itemAdded", (added) => same<typeof added, Item>(true));
hub.on("moved", (id, to) => {
  same<typeof id, number>(true);
  same<typeof to, string | undefined>(true);
});
hub.on("confirmDelete", (asked) => asked.id > 0);
hub.on("confirmDelete", async () => true);
hub.off("itemAdded");
same<Awaited<ReturnType<typeof join>>, { users: string[] }>(true);
const join = () => hub.invoke("joinRoom", "kitchen");
await hub.send("leave");
const stream = hub.stream("exportRoom", "kitchen");
same<typeof stream, IStreamResult<{ done: number }>>(true);

// @ts-expect-error an event that is not in the contract
hub.on("itemRemoved", () => undefined);
// @ts-expect-error a wrong argument of the handler
hub.on("itemAdded", (added: string) => added);
// @ts-expect-error a client result without an answer
hub.on("confirmDelete", () => undefined);
// @ts-expect-error a wrong answer
hub.on("confirmDelete", () => "yes");
// @ts-expect-error a method that is not in the contract
await hub.invoke("joinRooms", "kitchen");
// @ts-expect-error a stream is not a method
await hub.invoke("exportRoom", "kitchen");
// @ts-expect-error a wrong argument
await hub.invoke("joinRoom", 1);
// @ts-expect-error a wrong result
(await hub.invoke("joinRoom", "kitchen")) satisfies string[];
// @ts-expect-error a wrong argument of a stream
hub.stream("exportRoom");
// @ts-expect-error a wrong item
hub.stream("exportRoom", "kitchen") satisfies IStreamResult<string>;

// What clients call
const input = z.tuple([z.string()]);
async function* progress(): AsyncGenerator<{ done: number }> {
  yield { done: 1 };
}
createUpstreamHandler(todo, {
  verify,
  onConnected: (event, { connection: client }) => client.send("cleared"),
  methods: {
    joinRoom: {
      input,
      async handle({ userId, connection: client }, room) {
        same<typeof room, string>(true);
        same<typeof userId, string | undefined>(true);
        await client.send("cleared");
        return { users: [room] };
      },
    },
    leave: () => undefined,
  },
  streams: {
    exportRoom: {
      input: v.tuple([v.string()]),
      async *handle(_context, room) {
        same<typeof room, string>(true);
        yield { done: room.length };
      },
    },
  },
});
createUpstreamHandler(todo, {
  verify,
  methods: {
    joinRoom: {
      input: type(["string"]),
      handle: (_context, room) => ({ users: [room] }),
    },
    leave(_context, ...args) {
      same<typeof args, unknown[]>(true);
    },
  },
  streams: { exportRoom: progress },
});

const streams = { exportRoom: progress };
const leave = () => undefined;
const joinRoom = () => ({ users: [] });
createUpstreamHandler(todo, { verify, methods: { joinRoom, leave }, streams });
// @ts-expect-error a method without a handler
createUpstreamHandler(todo, { verify, methods: { joinRoom }, streams });
// @ts-expect-error no methods at all
createUpstreamHandler(todo, { verify, streams });
// @ts-expect-error a handler for what is not in the contract
createUpstreamHandler(todo, { verify, methods: { joinRoom, leave, leaves: leave }, streams });
// @ts-expect-error requests that are not checked
createUpstreamHandler(todo, { methods: { joinRoom, leave }, streams });
const trusting = (_context: unknown, room: string) => ({ users: [room] });
// @ts-expect-error without a schema the arguments are unknown
createUpstreamHandler(todo, { verify, methods: { joinRoom: trusting, leave }, streams });
createUpstreamHandler(todo, {
  verify,
  methods: {
    // @ts-expect-error also written as a method
    joinRoom(_context, room: string) {
      return { users: [room] };
    },
    leave,
  },
  streams,
});
// @ts-expect-error a wrong result
createUpstreamHandler(todo, { verify, methods: { joinRoom: () => ({ user: [] }), leave }, streams });
createUpstreamHandler(todo, {
  verify,
  methods: {
    joinRoom: {
      // @ts-expect-error a schema of other arguments
      input: z.tuple([z.number()]),
      handle: () => ({ users: [] }),
    },
    leave,
  },
  streams,
});
createUpstreamHandler(todo, {
  verify,
  methods: { joinRoom, leave },
  streams: {
    // @ts-expect-error a wrong item
    async *exportRoom() {
      yield { done: "all" };
    },
  },
});
createUpstreamHandler(odd, {
  verify,
  // oxlint-disable-next-line no-thenable -- a contract may have this name
  methods: { constructor: () => 1, then: () => 2, ["__proto__"]: () => 3 },
});

// A function for hubs of any contract that has this event
function clear<C extends HubContract & { events: { cleared(): void } }>(any: TypedHub<C>): string {
  return any.hub;
}
clear(todo);
