import { createNegotiateHandler } from "@x/auth";
import { describe, expect, test, vi } from "vitest";
import { createEndpoints } from "../../../src/endpoints.ts";
import { SimulatedResource } from "../../simulated-resource.ts";
import { rejection, startEndpoints, windowInMs } from "../../start-endpoints.ts";

describe("Endpoints#negotiate()", () => {
  test("leads to a primary endpoint by weight, and says which", async () => {
    let random = 0;
    const { endpoints } = startEndpoints({ random: () => random }, { west: { weight: 3 } });
    const names: string[] = [];
    for (random of [0, 0.24, 0.25, 0.99]) names.push((await endpoints.negotiate({ hub: "todo" })).endpoint);
    expect(names).toEqual(["east", "east", "west", "west"]);
    random = 0.5;
    const { url, accessToken } = await endpoints.negotiate({ hub: "todo" });
    expect(url).toBe("https://west.service.signalr.net/client/?hub=todo");
    expect(accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test("gives an endpoint of weight 0 clients only while no other can take them", async () => {
    const { west, chosenPerWindow } = startEndpoints({}, { east: { weight: 0 } });
    expect(await chosenPerWindow(1)).toEqual(["west"]);
    west.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["east"]);
  });

  test.each(["down", "failing", "throttled"] as const)(
    "skips an endpoint that is %s once the window has passed, and no sooner",
    async (state) => {
      const { east, chosen, chosenPerWindow, time } = startEndpoints();
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
    const { east, chosenPerWindow } = startEndpoints();
    const states = ["up", "down", "up", "down", "up", "up", "up"] as const;
    const names: string[] = [];
    for (const state of states) {
      east.state = state;
      names.push(...(await chosenPerWindow(1)));
    }
    expect(names).toEqual(["east", "west", "west", "west", "west", "east", "east"]);
  });

  test("asks for health twice before an endpoint is skipped", async () => {
    const { east, chosen, time } = startEndpoints();
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
    const { east, west, backup, chosen } = startEndpoints();
    await Promise.all(Array.from({ length: 100 }, () => chosen()));
    await chosen();
    expect([east, west, backup].map(({ healthRequests }) => healthRequests)).toEqual([1, 1, 0]);
  });

  test("checks again when the clock was set back", async () => {
    const { east, chosen, time } = startEndpoints();
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
    const { east, west, chosenPerWindow } = startEndpoints();
    east.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["west"]);
    west.state = "down";
    expect(await chosenPerWindow(1)).toEqual(["backup"]);
    west.state = "up";
    expect(await chosenPerWindow(2)).toEqual(["backup", "west"]);
  });

  test("rejects when no endpoint is healthy, and names each with its reason", async () => {
    const { east, west, backup, chosen } = startEndpoints();
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
    const { east, west, backup, chosen, time, endpoints } = startEndpoints();
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
    const { chosen } = startEndpoints({ route: ({ userId }) => (userId === "ada" ? "west" : "backup") });
    expect([await chosen("ada"), await chosen("bob")]).toEqual(["west", "backup"]);
  });

  test("leaves the choice to the weights when route returns undefined or an endpoint that is not healthy", async () => {
    let name: string | undefined;
    const { west, chosen } = startEndpoints({ route: async () => name });
    west.state = "down";
    expect(await chosen()).toBe("east");
    name = "west";
    expect(await chosen()).toBe("east");
  });

  test("tells route who the client is, which request it made, and which endpoints are available", async () => {
    const seen: unknown[] = [];
    const { west, endpoints } = startEndpoints({ route: (...args) => void seen.push(args) });
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
    const { chosen } = startEndpoints({ route: () => route() });
    await expect(chosen()).rejects.toThrow(
      new RangeError("Unknown endpoint 'north': expected one of east, west, backup"),
    );
    route = () => {
      throw refusal;
    };
    await expect(chosen()).rejects.toBe(refusal);
  });

  test("rejects with the reason of an aborted signal", async () => {
    const { endpoints } = startEndpoints();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(endpoints.negotiate({ hub: "todo" }, { signal })).rejects.toThrow("enough");
  });

  test("works behind createNegotiateHandler(), which gives it the request", async () => {
    const { endpoints } = startEndpoints({
      route: ({ request }) => request?.headers.get("x-region") ?? undefined,
    });
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

describe("Endpoints#status()", () => {
  test("says of each endpoint whether it is healthy, since when, and why not", async () => {
    const { endpoints, west, time } = startEndpoints({}, { east: { weight: 2 } });
    west.state = "throttled";
    const known = { type: "primary", weight: 1, isHealthy: true, checkedAt: time.now };
    expect(await endpoints.status()).toEqual([
      { ...known, name: "east", weight: 2 },
      { ...known, name: "west", isHealthy: false, error: expect.objectContaining({ status: 429 }) },
      { ...known, name: "backup", type: "secondary" },
    ]);
  });
});
