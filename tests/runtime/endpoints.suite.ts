import { createNegotiateHandler } from "@x/auth";
import { type CreateEndpointsOptions, createEndpoints, isEndpointsError, stickyBy } from "@x/hub/endpoints";
import { assertEqual, type RuntimeTest } from "./harness.ts";

interface Todo {
  events: { itemAdded(text: string): void };
}

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

/** Two primary endpoints and a secondary one. Requests to the hosts in `down` fail. */
function start(options: CreateEndpointsOptions = {}) {
  const down = new Set<string>();
  const calls: string[] = [];
  const time = { now: 1_800_000_000_000 };
  const endpoints = createEndpoints(
    (["east", "west", "backup"] as const).map((name) => ({
      name,
      connectionString: `Endpoint=https://${name}.service.signalr.net;AccessKey=${key};Version=1.0;`,
      type: name === "backup" ? "secondary" : "primary",
    })),
    {
      async fetch(address, { method = "GET" }) {
        const { hostname, pathname } = new URL(address);
        const [name = ""] = hostname.split(".");
        if (down.has(name)) throw new TypeError("Failed to fetch");
        if (pathname === "/api/health") return new Response(null, { status: 200 });
        calls.push(`${name} ${method} ${pathname}`);
        if (method !== "HEAD") return new Response(null, { status: 202 });
        return name === "west"
          ? new Response(null, { status: 200 })
          : new Response(null, {
              status: 404,
              headers: { "x-ms-error-code": "Warning.Connection.NotExisted" },
            });
      },
      retry: { attempts: 1 },
      clock: () => time.now,
      random: () => 0,
      ...options,
    },
  );
  const chosen = async (userId: string) => {
    time.now += 10_000;
    return (await endpoints.negotiate({ hub: "todo", userId })).endpoint;
  };
  return { down, calls, endpoints, chosen, todo: endpoints.hub<Todo>({ hub: "todo" }) };
}

export const endpointsSuite: readonly RuntimeTest[] = [
  {
    title: "createEndpoints() leads clients past endpoints that are down, and back to them later",
    async run() {
      const { down, chosen } = start();
      const names = [await chosen("ada")];
      down.add("east");
      names.push(await chosen("ada"));
      down.add("west");
      names.push(await chosen("ada"));
      down.clear();
      names.push(await chosen("ada"), await chosen("ada"));
      assertEqual(names, ["east", "west", "backup", "backup", "east"]);
    },
  },
  {
    title: "createEndpoints() sends to every endpoint, and names the one that failed",
    async run() {
      const { down, calls, todo } = start();
      assertEqual(await todo.group("a/b").send("itemAdded", "milk"), { reached: ["east", "west", "backup"] });
      down.add("west");
      const error: unknown = await todo
        .all()
        .send("itemAdded", "milk")
        .catch((failure: unknown) => failure);
      assertEqual(isEndpointsError(error) && [error.code, error.reached, error.failed[0]?.endpoint], [
        "partial-failure",
        ["east", "backup"],
        "west",
      ]);
      assertEqual(calls.toSorted(), [
        "backup POST /api/hubs/todo/:send",
        "backup POST /api/hubs/todo/groups/a%2Fb/:send",
        "east POST /api/hubs/todo/:send",
        "east POST /api/hubs/todo/groups/a%2Fb/:send",
        "west POST /api/hubs/todo/groups/a%2Fb/:send",
      ]);
    },
  },
  {
    title: "createEndpoints() finds the endpoint of a connection",
    async run() {
      const { todo } = start();
      assertEqual(await todo.connection("c1").send("itemAdded", "milk"), { reached: ["west"] });
    },
  },
  {
    title: "stickyBy() chooses the same endpoint in every runtime, also behind createNegotiateHandler()",
    async run() {
      const { chosen, endpoints } = start({ route: stickyBy(({ userId }) => userId) });
      const names: string[] = [];
      for (const userId of ["ada", "bob", "eve", "zoë"]) names.push(await chosen(userId));
      assertEqual(names, ["east", "east", "west", "east"]);
      const handler = createNegotiateHandler(endpoints.negotiate, {
        hub: "todo",
        authenticate: () => ({ userId: "ada" }),
      });
      const response = await handler(new Request("https://app.example/negotiate", { method: "POST" }));
      assertEqual(((await response.json()) as { endpoint: string }).endpoint, names[0]);
    },
  },
];
