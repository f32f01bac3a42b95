// Compiled by `typecheck`: each line marked as an error must be one, and nothing else may be.
import { type Negotiator, createNegotiateHandler } from "@x/auth";
import { createUpstreamHandler } from "@x/hub/upstream";
import { type Delivery, createEndpoints, stickyBy } from "@x/hub/endpoints";

interface Todo {
  events: { itemAdded(text: string): void };
  clientResults: { confirmDelete(text: string): boolean };
  methods: { leave(): void };
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Equal<A, B>): void;

const endpoints = createEndpoints([{ name: "east", connectionString: "fake" }], {
  route: stickyBy(({ userId, request }) => request?.headers.get("x-tenant") ?? userId),
  endpointsFor: ({ group }) => (group === undefined ? undefined : ["east"]),
});
const todo = endpoints.hub<Todo>({ hub: "todo" });

const delivery = await todo
  .all({ except: ["c", { endpoint: "east", connectionId: "c" }] })
  .send("itemAdded", "milk");
same<typeof delivery, Delivery>(true);
await todo.group("kitchen").send("itemAdded", "milk");
await todo.user("ada", { signal: AbortSignal.abort() }).send("itemAdded", "milk");
const yes = await todo.connection({ endpoint: "east", connectionId: "c" }).invoke("confirmDelete", "milk");
same<typeof yes, boolean>(true);
// The hub at one endpoint is an ordinary hub, and negotiate an ordinary negotiator.
createUpstreamHandler(todo.at("east"), { verify: () => true, methods: { leave: () => {} } });
endpoints.negotiate satisfies Negotiator;
createNegotiateHandler(endpoints.negotiate, { hub: "todo", authenticate: () => ({}) });

// @ts-expect-error an event that is not in the contract
await todo.all().send("itemRemoved", "milk");
// @ts-expect-error a wrong argument
await todo.user("ada").send("itemAdded", 1);
// @ts-expect-error a result that is not in the contract
await todo.connection("c").invoke("itemAdded", "milk");
// @ts-expect-error a reference without its endpoint
todo.connection({ connectionId: "c" });
// @ts-expect-error a part of the contract that does not exist
endpoints.hub<{ event: { itemAdded(): void } }>({ hub: "todo" });
// @ts-expect-error an endpoint without a name
createEndpoints([{ connectionString: "fake" }]);
// @ts-expect-error a type that does not exist
createEndpoints([{ name: "east", connectionString: "fake", type: "third" }]);
// @ts-expect-error a route returns a name
createEndpoints([{ name: "east", connectionString: "fake" }], { route: () => 1 });
