import { createNegotiateHandler } from "@x/auth";
import { createHub, createPresence } from "@x/hub";
import { HubError, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { z } from "zod";
import type { Item, Todo } from "./contract.ts";

/** Stands for your sessions: here everybody is who they say they are. */
function authenticate({ url }: Request) {
  const userId = new URL(url).searchParams.get("name");
  return userId === null ? undefined : { userId };
}

/** The endpoints of one board, whose group is `kitchen`. */
export function createBoard(connectionString: string) {
  const items = new Map<string, Item>(); // stands for your database
  const todo = createHub<Todo>({ connectionString, hub: "todo" });
  const kitchen = todo.group("kitchen");
  const presence = createPresence(todo, {
    announce: (_room, members) => {
      const users = new Set(members.map(({ userId = "" }) => userId));
      return kitchen.send("usersChanged", [...users].toSorted());
    },
    roomsOf: () => ["kitchen"],
  });
  const upstream = createUpstreamHandler(todo, {
    verify: signatureVerifier({ connectionString }),
    onDisconnected: presence.disconnected,
    methods: {
      async join({ connectionId }) {
        await presence.join("kitchen", connectionId);
        return [...items.values()];
      },
      add: {
        input: z.tuple([z.string().min(1).max(80)]),
        async handle({ userId: author = "" }, text) {
          const item = { id: crypto.randomUUID(), text, author };
          items.set(item.id, item);
          await kitchen.send("itemAdded", item);
        },
      },
      remove: {
        input: z.tuple([z.string()]),
        async handle({ userId, signal }, id) {
          const item = items.get(id);
          if (item === undefined) throw new HubError("It is gone already");
          // The author is asked, if they are here.
          const author = (await presence.members("kitchen")).find((member) => member.userId === item.author);
          if (author !== undefined && item.author !== userId) {
            const connection = todo.connection(author.connectionId, { signal });
            if ((await connection.invoke("confirmDelete", item)) !== true) return false;
          }
          items.delete(id);
          await kitchen.send("itemRemoved", id);
          return true;
        },
      },
    },
    streams: {
      async *exportBoard() {
        const lines = [...items.values()].map(({ text, author }) => `${text} (${author})`);
        for (const [index, line] of lines.entries())
          yield { line, percent: (100 * (index + 1)) / lines.length };
      },
    },
  });
  return { upstream, negotiate: createNegotiateHandler(connectionString, { hub: "todo", authenticate }) };
}
