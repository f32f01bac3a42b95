import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { decode, encode } from "@msgpack/msgpack";
import { createNegotiator } from "@x/auth";
import type { Emulator } from "@x/emulator";
import { createHub, groupMembers } from "@x/hub";
import { type TypedConnection, typedConnection } from "@x/hub/client";
import { HubError, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { z } from "zod";
import type { ClientPair } from "./stage.ts";

interface Item {
  text: string;
  count: number;
}

/** Results, errors and streams, under names that objects have anyway. */
export interface Todo {
  events: { itemAdded(item: Item): void };
  clientResults: { confirmDelete(item: Item): boolean };
  methods: {
    joinRoom(room: string): { users: string[] };
    explode(): void;
    refuse(): void;
    big(): bigint;
    nothing(): void;
    ["constructor"](): string;
    then(): string;
    ["__proto__"](): string;
  };
  streams: { countTo(last: number): number; fail(): number; ["constructor"](): number };
}

/** The server of the app, as an emulator takes it. */
export function createTodo(connectionString: string) {
  const todo = createHub<Todo>({ connectionString, hub: "Todo" });
  return createUpstreamHandler(todo, {
    verify: signatureVerifier({ connectionString }),
    messagePack: { encode, decode },
    onError: () => {},
    methods: {
      joinRoom: {
        input: z.tuple([z.string()]),
        async handle({ connectionId, userId = "" }, room) {
          await groupMembers(todo, room).addConnection(connectionId);
          await todo.group(room, { except: [connectionId] }).send("itemAdded", { text: userId, count: 1 });
          return { users: [userId] };
        },
      },
      explode() {
        throw new Error("secret of the server");
      },
      refuse() {
        throw new HubError("not today");
      },
      big: () => 1n,
      nothing: () => undefined,
      constructor: () => "constructed",
      // oxlint-disable-next-line no-thenable -- a contract may have this name
      then: () => "thenable",
      ["__proto__"]: () => "prototype",
    },
    streams: {
      countTo: {
        input: z.tuple([z.number()]),
        async *handle(_context, last) {
          for (let number = 1; number <= last; number++) yield number;
        },
      },
      async *fail() {
        yield 1;
        throw new Error("secret of the server");
      },
      *constructor() {
        yield 7;
      },
    },
  });
}

async function connect(emulator: Emulator, userId: string, pair: ClientPair): Promise<TypedConnection<Todo>> {
  const { url, accessToken } = await createNegotiator(emulator.connectionString)({ hub: "todo", userId });
  const builder = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken, transport: HttpTransportType[pair.transport] })
    .configureLogging(LogLevel.None);
  if (pair.protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
  const connection = typedConnection<Todo>(builder.build());
  await connection.start();
  return connection;
}

function itemsOf(connection: TypedConnection<Todo>, stream: "fail" | "constructor"): Promise<unknown[]>;
function itemsOf(connection: TypedConnection<Todo>, stream: "countTo", last: unknown): Promise<unknown[]>;
function itemsOf(connection: TypedConnection<Todo>, stream: string, ...args: unknown[]): Promise<unknown[]> {
  const items: unknown[] = [];
  return new Promise((resolve) => {
    connection.stream(stream as "countTo", ...(args as [number])).subscribe({
      next: (item) => items.push(item),
      complete: () => resolve(items),
      error: (error: Error) => resolve([...items, error.message]),
    });
  });
}

async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return await call.catch((error: Error) => error.message);
}

/** Two clients meet everything that can happen to a call. @returns what they saw */
export async function playTodo(emulator: Emulator, pair: ClientPair): Promise<unknown[]> {
  const ada = await connect(emulator, "ada", pair);
  const bob = await connect(emulator, "bob", pair);
  const hub = createHub<Todo>({ connectionString: emulator.connectionString, hub: "todo" });
  try {
    const added = new Promise((resolve) => ada.on("itemAdded", resolve));
    ada.on("confirmDelete", ({ text }) => text === "milk");
    const confirm = (text: string) =>
      hub.connection(ada.connectionId ?? "").invoke("confirmDelete", { text, count: 1 });
    const untyped = ada as unknown as { invoke(name: string, ...args: unknown[]): Promise<unknown> };
    return [
      await outcomeOf(ada.invoke("joinRoom", "kitchen")),
      await outcomeOf(bob.invoke("joinRoom", "kitchen")),
      await added,
      await outcomeOf(ada.invoke("explode")),
      await outcomeOf(ada.invoke("refuse")),
      await outcomeOf(ada.invoke("big")),
      await outcomeOf(ada.invoke("nothing")),
      await outcomeOf(untyped.invoke("joinRoom", 7)),
      await outcomeOf(untyped.invoke("unknown")),
      await outcomeOf(untyped.invoke("hasOwnProperty", "x")),
      await outcomeOf(ada.invoke("constructor")),
      await outcomeOf(ada.invoke("then")),
      await outcomeOf(ada.invoke("__proto__")),
      await outcomeOf(confirm("milk")),
      await outcomeOf(confirm("bread")),
      await itemsOf(ada, "countTo", 3),
      await itemsOf(ada, "countTo", "x"),
      await itemsOf(ada, "fail"),
      await itemsOf(ada, "constructor"),
    ];
  } finally {
    await Promise.all([ada.stop(), bob.stop()]);
  }
}
