import { describe, expect, test, vi } from "vitest";
import { createEndpoints } from "../../../src/endpoints.ts";
import { SimulatedResource } from "../../simulated-resource.ts";
import { type Todo, rejection, startEndpoints } from "../../start-endpoints.ts";

describe("EndpointsHub", () => {
  test("sends to all, groups and users with one request per endpoint", async () => {
    const { todo, requests } = startEndpoints();
    const all = { reached: ["east", "west", "backup"] };
    expect(await todo.all().send("itemAdded", "milk")).toEqual(all);
    expect(await todo.group("a/b").send("itemAdded", "milk")).toEqual(all);
    expect(await todo.user("ada").send("itemAdded", "milk")).toEqual(all);
    expect(requests().toSorted()).toEqual(
      ["backup", "east", "west"].flatMap((name) => [
        `${name}: POST /api/hubs/todo/:send`,
        `${name}: POST /api/hubs/todo/groups/a%2Fb/:send`,
        `${name}: POST /api/hubs/todo/users/ada/:send`,
      ]),
    );
  });

  test("sends to an endpoint that is not healthy too, and delivers at the others when it fails", async () => {
    const { todo, east, west, chosen } = startEndpoints();
    east.state = "down";
    expect(await chosen()).toBe("west");
    const client = west.connect("c1", "ada");
    const error = await rejection(todo.all().send("itemAdded", "milk"));
    expect(client.inbox).toEqual(["milk"]);
    expect(east.requests).toEqual(["POST /api/hubs/todo/:send"]);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ code: "partial-failure", reached: ["west", "backup"] });
    expect(error.failed).toEqual([{ endpoint: "east", error: expect.any(TypeError) }]);
    expect(error.errors).toEqual([error.failed[0]?.error]);
    expect(error.message).toMatch(/^1 of 3 endpoints did not accept the call \(east: .*fetch failed.*\)$/);
  });

  test("tells a failure of all endpoints from one of some", async () => {
    const { todo, east, west, backup } = startEndpoints();
    for (const resource of [east, west, backup]) resource.state = "throttled";
    const error = await rejection(todo.user("ada").send("itemAdded", "milk"));
    expect(error).toMatchObject({ code: "total-failure", reached: [] });
    expect(error.failed.map(({ endpoint }) => endpoint)).toEqual(["east", "west", "backup"]);
  });

  test("passes on an aborted signal and an invalid name as they are, and sends nothing", async () => {
    const { todo, requests } = startEndpoints();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(todo.all({ signal }).send("itemAdded", "milk")).rejects.toThrow("enough");
    await expect(todo.group("..").send("itemAdded", "milk")).rejects.toMatchObject({
      code: "ERR_INVALID_PATH_PARAMETER",
    });
    expect(requests()).toEqual([]);
  });

  test("leaves out connections, a referenced one only at its endpoint", async () => {
    const { todo, east, west } = startEndpoints();
    const clients = [east.connect("c1", "ada"), west.connect("c1", "bob"), west.connect("c2", "eve")];
    await todo.all({ except: [{ endpoint: "east", connectionId: "c1" }, "c2"] }).send("itemAdded", "milk");
    expect(clients.map(({ inbox }) => inbox)).toEqual([[], ["milk"], []]);
  });

  test("sends only to the endpoints that endpointsFor names", async () => {
    const seen: unknown[] = [];
    const { todo, requests } = startEndpoints({
      endpointsFor: (target) => {
        seen.push(target);
        return target.group === undefined ? undefined : ["west", "west"];
      },
    });
    expect(await todo.group("kitchen").send("itemAdded", "milk")).toEqual({ reached: ["west"] });
    expect((await todo.user("ada").send("itemAdded", "milk")).reached).toHaveLength(3);
    expect(requests()).toHaveLength(4);
    expect(seen).toEqual([
      { hub: "todo", group: "kitchen" },
      { hub: "todo", user: "ada" },
    ]);
  });

  test.each<[string, string[], string]>([
    ["an unknown endpoint", ["north"], "Unknown endpoint 'north': expected one of east, west, backup"],
    ["no endpoint", [], "endpointsFor must name at least one endpoint"],
  ])("rejects %s of endpointsFor", async (_, names, message) => {
    const { todo, requests } = startEndpoints({ endpointsFor: () => names });
    await expect(todo.all().send("itemAdded", "milk")).rejects.toThrow(message);
    expect(requests()).toEqual([]);
  });

  test("calls a referenced connection at its endpoint, with one request", async () => {
    const { todo, west, requests } = startEndpoints();
    const client = west.connect("c1", "ada");
    const connection = todo.connection({ endpoint: "west", connectionId: "c1" });
    expect(await connection.send("itemAdded", "milk")).toEqual({ reached: ["west"] });
    expect(await connection.invoke("confirmDelete", "milk")).toBe("west");
    expect(client.inbox).toEqual(["milk"]);
    expect(requests()).toEqual([
      "west: POST /api/hubs/todo/connections/c1/:send",
      "west: POST /api/hubs/todo/connections/c1/:invoke",
    ]);
    const unknown = todo.connection({ endpoint: "north", connectionId: "c1" });
    await expect(unknown.send("itemAdded", "milk")).rejects.toThrow("Unknown endpoint 'north'");
  });

  test("asks every endpoint for a connection of which only the ID is known, also while another endpoint is down", async () => {
    const { todo, east, backup } = startEndpoints();
    backup.connect("c1", "ada");
    east.state = "down";
    expect(await todo.connection("c1").invoke("confirmDelete", "milk")).toBe("backup");
    expect(await todo.connection("c1").send("itemAdded", "milk")).toEqual({ reached: ["backup"] });
  });

  test("stops asking the other endpoints once the connection is found, and all when the signal is aborted", async () => {
    const signals: AbortSignal[] = [];
    let found = 200;
    const resources = ["east", "west"].map((name) => new SimulatedResource(name));
    const endpoints = createEndpoints(resources, {
      fetch: async (url, init) => {
        if (url.includes("west")) return new Response(null, { status: found });
        signals.push(init.signal as AbortSignal);
        return new Promise((_, reject) =>
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
        );
      },
    });
    const todo = endpoints.hub<Todo>({ hub: "todo" });
    expect(await todo.connection("c1").send("itemAdded", "milk")).toEqual({ reached: ["west"] });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    found = 500;
    const controller = new AbortController();
    const sent = todo.connection("c1", { signal: controller.signal }).send("itemAdded", "milk");
    await vi.waitFor(() => expect(signals).toHaveLength(2));
    controller.abort(new Error("enough"));
    await expect(sent).rejects.toThrow("enough");
    expect(signals[1]?.aborted).toBe(true);
  });

  test("says when no endpoint has the connection, and when that cannot be known", async () => {
    const { todo, east } = startEndpoints();
    expect(await todo.connection("c1").send("itemAdded", "milk")).toEqual({ reached: [] });
    const invoked = () => rejection(todo.connection("c1").invoke("confirmDelete", "milk"));
    expect(await invoked()).toMatchObject({
      code: "connection-not-found",
      message: "Connection 'c1' was not found; endpoints queried: east, west, backup",
    });
    east.state = "down";
    expect(await invoked()).toMatchObject({
      code: "total-failure",
      message: expect.stringContaining(
        "Could not find connection 'c1': 1 of 3 endpoints could not be queried",
      ),
      failed: [{ endpoint: "east" }],
    });
  });

  test("changes groups: users at every endpoint, connections at theirs", async () => {
    const { todo, west, requests } = startEndpoints();
    west.connect("c1", "ada");
    const kitchen = todo.groupMembers("kitchen");
    await kitchen.addUser("ada", { ttl: 60 });
    await kitchen.removeUser("ada");
    await kitchen.addConnection({ endpoint: "east", connectionId: "c9" });
    await kitchen.addConnection("c1");
    await kitchen.removeConnection("gone");
    await expect(kitchen.addConnection("gone")).rejects.toMatchObject({ code: "connection-not-found" });
    expect(
      requests()
        .filter((request) => !request.includes("HEAD"))
        .toSorted(),
    ).toEqual([
      "backup: DELETE /api/hubs/todo/users/ada/groups/kitchen",
      "backup: PUT /api/hubs/todo/users/ada/groups/kitchen",
      "east: DELETE /api/hubs/todo/users/ada/groups/kitchen",
      "east: PUT /api/hubs/todo/groups/kitchen/connections/c9",
      "east: PUT /api/hubs/todo/users/ada/groups/kitchen",
      "west: DELETE /api/hubs/todo/users/ada/groups/kitchen",
      "west: PUT /api/hubs/todo/groups/kitchen/connections/c1",
      "west: PUT /api/hubs/todo/users/ada/groups/kitchen",
    ]);
  });

  test("lists the members of a group with their endpoints", async () => {
    const resources = ["east", "west"].map((name) => new SimulatedResource(name));
    const endpoints = createEndpoints(resources, {
      fetch: async (url) =>
        Response.json({
          value: [{ connectionId: `at ${new URL(url).hostname.split(".")[0]}`, userId: "ada" }],
        }),
    });
    const members: unknown[] = [];
    for await (const member of endpoints.hub({ hub: "todo" }).groupMembers("kitchen").list())
      members.push(member);
    expect(members).toEqual([
      { endpoint: "east", connectionId: "at east", userId: "ada" },
      { endpoint: "west", connectionId: "at west", userId: "ada" },
    ]);
  });

  test("gives the hub at one endpoint", async () => {
    const { todo, requests } = startEndpoints();
    await todo.at("west").all().send("itemAdded", "milk");
    expect(requests()).toEqual(["west: POST /api/hubs/todo/:send"]);
    expect(() => todo.at("north")).toThrow(RangeError);
  });
});
