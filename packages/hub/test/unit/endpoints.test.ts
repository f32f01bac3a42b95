import { createNegotiateHandler } from "@x/auth";
import { describe, expect, test, vi } from "vitest";
import {
  type CreateEndpointsOptions,
  type EndpointOptions,
  type EndpointsError,
  createEndpoints,
  stickyBy,
} from "../../src/endpoints.ts";
import { SimulatedResource, simulatedFetch } from "../simulated-resource.ts";

interface Todo {
  events: { itemAdded(text: string): void };
  clientResults: { confirmDelete(text: string): string };
}

const windowInMs = 10_000;

/** Two primary endpoints, east and west, and a secondary one, backup; nothing is retried and time stands still. */
function start(
  options: CreateEndpointsOptions = {},
  change: Partial<Record<string, Partial<EndpointOptions>>> = {},
) {
  const [east, west, backup] = ["east", "west", "backup"].map((name) => new SimulatedResource(name)) as [
    SimulatedResource,
    SimulatedResource,
    SimulatedResource,
  ];
  const resources = [east, west, backup];
  const time = { now: 1_800_000_000_000 };
  const endpoints = createEndpoints(
    resources.map(({ name, connectionString }) => ({
      name,
      connectionString,
      type: name === "backup" ? "secondary" : "primary",
      ...change[name],
    })),
    {
      fetch: simulatedFetch(resources),
      retry: { attempts: 1 },
      clock: () => time.now,
      health: { windowInMs },
      random: () => 0,
      ...options,
    },
  );
  const requests = () =>
    resources.flatMap(({ name, requests: made }) => made.map((request) => `${name}: ${request}`));
  const chosen = async (userId = "ada") => (await endpoints.negotiate({ hub: "todo", userId })).endpoint;
  /** Where negotiations lead, one per health window. */
  const chosenPerWindow = async (count: number) => {
    const names: string[] = [];
    for (let index = 0; index < count; index++) {
      time.now += windowInMs;
      names.push(await chosen());
    }
    return names;
  };
  const todo = endpoints.hub<Todo>({ hub: "todo" });
  return { east, west, backup, endpoints, todo, time, requests, chosen, chosenPerWindow };
}

const rejection = async (promise: Promise<unknown>): Promise<EndpointsError> =>
  promise.then(
    () => expect.fail("It did not reject"),
    (error: unknown) => error as EndpointsError,
  );

describe("createEndpoints()", () => {
  const [{ connectionString }, { connectionString: other }] = [
    new SimulatedResource("a"),
    new SimulatedResource("b"),
  ];
  const a = { name: "a", connectionString };

  test.each<[string, () => unknown, RegExp]>([
    ["an empty list", () => createEndpoints([]), /at least one endpoint/],
    ["no list", () => createEndpoints({} as never), /at least one endpoint/],
    ["an empty name", () => createEndpoints([{ ...a, name: "" }]), /must be a non-empty string/],
    [
      "a repeated name",
      () => createEndpoints([a, { name: "a", connectionString: other }]),
      /have the name 'a'/,
    ],
    [
      "one resource twice",
      () => createEndpoints([a, { ...a, name: "b" }]),
      /'a' and 'b' are the same resource/,
    ],
    [
      "an unknown type",
      () => createEndpoints([{ ...a, type: "third" as never }]),
      /type of endpoint 'a' must be/,
    ],
    ["no primary endpoint", () => createEndpoints([{ ...a, type: "secondary" }]), /type "primary"/],
    [
      "a weight that is text",
      () => createEndpoints([{ ...a, weight: "1" as never }]),
      /weight of endpoint 'a'.*not string/,
    ],
    [
      "a window below zero",
      () => createEndpoints([a], { health: { windowInMs: -1 } }),
      /health.windowInMs.*not -1/,
    ],
    ["no failures", () => createEndpoints([a], { health: { failures: 0 } }), /health.failures.*not 0/],
    [
      "a broken connection string",
      () => createEndpoints([{ ...a, connectionString: "x" }]),
      /^Endpoint 'a': /,
    ],
  ])("rejects %s", (_, create, message) => {
    expect(create).toThrow(message);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("rejects the weight %d", (weight) => {
    expect(() => createEndpoints([{ ...a, weight }])).toThrow(RangeError);
  });

  test("tells two ports of one host apart, and not two ways to one resource", () => {
    const key = "AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0";
    const at = (name: string, address: string) => ({ name, connectionString: `${address};${key}` });
    const local = at("a", "Endpoint=http://localhost;Port=1");
    expect(createEndpoints([local, at("b", "Endpoint=http://localhost:2")]).names).toEqual(["a", "b"]);
    expect(() => createEndpoints([local, at("b", "Endpoint=http://localhost:1")])).toThrow("same resource");
    expect(() =>
      createEndpoints([local, at("b", "Endpoint=http://localhost:1;ServerEndpoint=http://localhost:3")]),
    ).toThrow("same resource");
  });

  test("writes no key into an error", async () => {
    const { east, west, backup, chosen } = start();
    for (const resource of [east, west, backup]) resource.state = "failing";
    const error = await rejection(chosen());
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("FakeKey");
  });
});

describe("Endpoints#negotiate()", () => {
  test("leads to a primary endpoint by weight, and says which", async () => {
    let random = 0;
    const { endpoints } = start({ random: () => random }, { west: { weight: 3 } });
    const names: string[] = [];
    for (random of [0, 0.24, 0.25, 0.99]) names.push((await endpoints.negotiate({ hub: "todo" })).endpoint);
    expect(names).toEqual(["east", "east", "west", "west"]);
    random = 0.5;
    const { url, accessToken } = await endpoints.negotiate({ hub: "todo" });
    expect(url).toBe("https://west.service.signalr.net/client/?hub=todo");
    expect(accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test("gives an endpoint of weight 0 clients only while no other can take them", async () => {
    const { west, chosenPerWindow } = start({}, { east: { weight: 0 } });
    expect(await chosenPerWindow(1)).toEqual(["west"]);
    west.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["east"]);
  });

  test.each(["down", "failing", "throttled"] as const)(
    "skips an endpoint that is %s once the window has passed, and no sooner",
    async (state) => {
      const { east, chosen, chosenPerWindow, time } = start();
      expect(await chosen()).toBe("east");
      east.state = state;
      time.now += windowInMs - 1;
      expect(await chosen()).toBe("east");
      time.now += 1;
      expect(await chosen()).toBe("west");
      expect(await chosenPerWindow(2)).toEqual(["west", "west"]);
    },
  );

  test("uses an endpoint again after two successful checks in a row", async () => {
    const { east, chosenPerWindow } = start();
    const states = ["up", "down", "up", "down", "up", "up", "up"] as const;
    const names: string[] = [];
    for (const state of states) {
      east.state = state;
      names.push(...(await chosenPerWindow(1)));
    }
    expect(names).toEqual(["east", "west", "west", "west", "west", "east", "east"]);
  });

  test("asks for health twice before an endpoint is skipped", async () => {
    const { east, chosen, time } = start();
    await chosen();
    const answer = east.answer.bind(east);
    let failures = 1;
    east.answer = (...args) => {
      if (failures-- > 0) throw new TypeError("fetch failed");
      return answer(...args);
    };
    time.now += windowInMs;
    expect(await chosen()).toBe("east");
  });

  test("asks for health once per window, however many clients come at once", async () => {
    const { east, west, backup, chosen } = start();
    await Promise.all(Array.from({ length: 100 }, () => chosen()));
    await chosen();
    expect([east, west, backup].map(({ healthRequests }) => healthRequests)).toEqual([1, 1, 0]);
  });

  test("checks again when the clock was set back", async () => {
    const { east, chosen, time } = start();
    await chosen();
    east.state = "down";
    time.now -= 3_600_000;
    expect(await chosen()).toBe("west");
  });

  test("gives up waiting for a check whose request the runtime has stopped, and checks again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const health = { windowInMs, timeoutInMs: 1_000, failures: 1 };
      let answer = async () => new Response(null, { status: 200 });
      const [east] = [new SimulatedResource("east")];
      const time = { now: 0 };
      const endpoints = createEndpoints([east], { fetch: () => answer(), clock: () => time.now, health });
      const chosen = async () => (await endpoints.negotiate({ hub: "todo" })).endpoint;
      await chosen();
      time.now += windowInMs;
      answer = () => new Promise(() => {});
      void chosen();
      // Workers drop the timers and the fetches of a request that has ended.
      vi.clearAllTimers();
      const joined = chosen();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await joined).toBe("east");
      answer = async () => new Response(null, { status: 500 });
      await expect(chosen()).rejects.toMatchObject({ code: "no-healthy-endpoint" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("leads to a secondary endpoint only while no primary one is healthy", async () => {
    const { east, west, chosenPerWindow } = start();
    east.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["west"]);
    west.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["backup"]);
    west.state = "up";
    expect(await chosenPerWindow(2)).toEqual(["backup", "west"]);
  });

  test("rejects when no endpoint is healthy, and names each with its reason", async () => {
    const { east, west, backup, chosen } = start();
    [east.state, west.state, backup.state] = ["down", "throttled", "failing"];
    const error = await rejection(chosen());
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ name: "EndpointsError", code: "no-healthy-endpoint", reached: [] });
    expect(error.failed.map(({ endpoint }) => endpoint)).toEqual(["east", "west", "backup"]);
    expect(error.message).toMatch(
      /^No endpoint is healthy \(east: .*fetch failed.*; west: .*429.*; backup: .*500.*\)$/,
    );
  });

  test("gives the last failure as the reason while an endpoint that is up again waits for its second check", async () => {
    const { east, west, backup, chosen, time, endpoints } = start();
    for (const resource of [east, west, backup]) resource.state = "down";
    await rejection(chosen());
    for (const resource of [east, west, backup]) resource.state = "up";
    time.now += windowInMs;
    expect((await rejection(chosen())).message).toMatch(
      /\(east: .*fetch failed.*; west: .*fetch failed.*; backup: /,
    );
    time.now += windowInMs;
    expect(await chosen()).toBe("east");
    expect((await endpoints.status())[0]).not.toHaveProperty("error");
  });

  test("follows route, which may name a secondary endpoint", async () => {
    const { chosen } = start({ route: ({ userId }) => (userId === "ada" ? "west" : "backup") });
    expect([await chosen("ada"), await chosen("bob")]).toEqual(["west", "backup"]);
  });

  test("leaves the choice to the weights when route returns undefined or an endpoint that is not healthy", async () => {
    let name: string | undefined;
    const { west, chosen } = start({ route: async () => name });
    west.state = "down";
    expect(await chosen()).toBe("east");
    name = "west";
    expect(await chosen()).toBe("east");
  });

  test("tells route who the client is, which request it made, and which endpoints are available", async () => {
    const seen: unknown[] = [];
    const { west, endpoints } = start({ route: (...args) => void seen.push(args) });
    west.state = "down";
    const request = new Request("https://app.example/negotiate", { method: "POST" });
    await endpoints.negotiate({ hub: "todo", userId: "ada", claims: { tenant: "t1" } }, { request });
    expect(seen).toEqual([
      [
        { hub: "todo", userId: "ada", claims: { tenant: "t1" }, request },
        [{ name: "east", type: "primary", weight: 1 }],
      ],
    ]);
  });

  test("rejects an unknown name of route, and passes on what route throws", async () => {
    const refusal = new Error("No such tenant");
    let route = (): string => "north";
    const { chosen } = start({ route: () => route() });
    await expect(chosen()).rejects.toThrow(
      new RangeError("Unknown endpoint 'north': expected one of east, west, backup"),
    );
    route = () => {
      throw refusal;
    };
    await expect(chosen()).rejects.toBe(refusal);
  });

  test("rejects with the reason of an aborted signal", async () => {
    const { endpoints } = start();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(endpoints.negotiate({ hub: "todo" }, { signal })).rejects.toThrow("enough");
  });

  test("works behind createNegotiateHandler(), which gives it the request", async () => {
    const { endpoints } = start({ route: ({ request }) => request?.headers.get("x-region") ?? undefined });
    const handler = createNegotiateHandler(endpoints.negotiate, {
      hub: "todo",
      authenticate: () => ({ userId: "ada" }),
    });
    const request = new Request("https://app.example/negotiate", {
      method: "POST",
      headers: { "x-region": "west" },
    });
    const response = await handler(request);
    expect(await response.json()).toEqual({
      url: "https://west.service.signalr.net/client/?hub=todo",
      accessToken: expect.any(String),
      endpoint: "west",
    });
  });

  test("lets the service make the tokens of an endpoint that has no access key", async () => {
    const calls: string[] = [];
    const endpoints = createEndpoints(
      [
        {
          name: "entra",
          connectionString: "Endpoint=https://entra.service.signalr.net;AuthType=azure;Version=1.0;",
          credential: { getToken: async () => "fake-token" },
        },
      ],
      {
        fetch: async (url) => {
          calls.push(new URL(url).pathname);
          return calls.length === 1 ? new Response(null, { status: 200 }) : Response.json({ token: "made" });
        },
      },
    );
    expect(await endpoints.negotiate({ hub: "todo", userId: "ada" })).toMatchObject({ accessToken: "made" });
    expect(calls).toEqual(["/api/health", "/api/hubs/todo/:generateToken"]);
  });
});

describe("stickyBy()", () => {
  const tenants = Array.from({ length: 300 }, (_, index) => `tenant ${index}`);
  const placesOf = async (endpoints: ReturnType<typeof start>["endpoints"]) =>
    Promise.all(tenants.map(async (userId) => (await endpoints.negotiate({ hub: "todo", userId })).endpoint));
  const sticky = { route: stickyBy(({ userId }) => userId) };

  test("sends clients with the same key to the same endpoint, in every instance", async () => {
    const first = await placesOf(start(sticky).endpoints);
    expect(await placesOf(start({ ...sticky, random: () => 0.9 }).endpoints)).toEqual(first);
    const share = first.filter((name) => name === "east").length / tenants.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  test("moves only the keys of an endpoint that fails", async () => {
    const change = { backup: { type: "primary" } } as const;
    const { east, endpoints } = start(sticky, change);
    const before = await placesOf(start(sticky, change).endpoints);
    east.state = "down";
    const after = await placesOf(endpoints);
    for (const [index, place] of before.entries())
      if (place === "east") expect(after[index]).not.toBe("east");
      else expect(after[index]).toBe(place);
  });

  test("counts weights, and gives nothing to the weight 0", async () => {
    const counted = async (weight: number) =>
      (await placesOf(start(sticky, { west: { weight } }).endpoints)).filter((name) => name === "west")
        .length;
    expect(await counted(0)).toBe(0);
    expect(await counted(3)).toBeGreaterThan(0.65 * tenants.length);
  });

  test("leaves clients without a key to the weights", async () => {
    const { chosen } = start({ route: stickyBy(() => undefined) });
    expect(await chosen()).toBe("east");
  });
});

describe("EndpointsHub", () => {
  test("sends to all, groups and users with one request per endpoint", async () => {
    const { todo, requests } = start();
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
    const { todo, east, west, chosen } = start();
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
    const { todo, east, west, backup } = start();
    for (const resource of [east, west, backup]) resource.state = "throttled";
    const error = await rejection(todo.user("ada").send("itemAdded", "milk"));
    expect(error).toMatchObject({ code: "total-failure", reached: [] });
    expect(error.failed.map(({ endpoint }) => endpoint)).toEqual(["east", "west", "backup"]);
  });

  test("passes on an aborted signal and an invalid name as they are, and sends nothing", async () => {
    const { todo, requests } = start();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(todo.all({ signal }).send("itemAdded", "milk")).rejects.toThrow("enough");
    await expect(todo.group("..").send("itemAdded", "milk")).rejects.toMatchObject({
      code: "ERR_INVALID_PATH_PARAMETER",
    });
    expect(requests()).toEqual([]);
  });

  test("leaves out connections, a referenced one only at its endpoint", async () => {
    const { todo, east, west } = start();
    const clients = [east.connect("c1", "ada"), west.connect("c1", "bob"), west.connect("c2", "eve")];
    await todo.all({ except: [{ endpoint: "east", connectionId: "c1" }, "c2"] }).send("itemAdded", "milk");
    expect(clients.map(({ inbox }) => inbox)).toEqual([[], ["milk"], []]);
  });

  test("sends only to the endpoints that endpointsFor names", async () => {
    const seen: unknown[] = [];
    const { todo, requests } = start({
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
    const { todo, requests } = start({ endpointsFor: () => names });
    await expect(todo.all().send("itemAdded", "milk")).rejects.toThrow(message);
    expect(requests()).toEqual([]);
  });

  test("calls a referenced connection at its endpoint, with one request", async () => {
    const { todo, west, requests } = start();
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
    const { todo, east, backup } = start();
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
    const { todo, east } = start();
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
    const { todo, west, requests } = start();
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
    const { todo, requests } = start();
    await todo.at("west").all().send("itemAdded", "milk");
    expect(requests()).toEqual(["west: POST /api/hubs/todo/:send"]);
    expect(() => todo.at("north")).toThrow(RangeError);
  });
});

describe("Endpoints#status()", () => {
  test("says of each endpoint whether it is healthy, since when, and why not", async () => {
    const { endpoints, west, time } = start({}, { east: { weight: 2 } });
    west.state = "throttled";
    const known = { type: "primary", weight: 1, isHealthy: true, checkedAt: time.now };
    expect(await endpoints.status()).toEqual([
      { ...known, name: "east", weight: 2 },
      { ...known, name: "west", isHealthy: false, error: expect.objectContaining({ status: 429 }) },
      { ...known, name: "backup", type: "secondary" },
    ]);
  });
});
