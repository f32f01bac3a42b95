import { describe, expect } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import type { HubUpstreamHandler } from "../../../src/index.js";
import { test as base } from "../../../src/vitest.js";
import { answerCalls } from "../../answer-calls.ts";
import { signToken } from "../../raw-client.ts";

interface Todo {
  events: { itemAdded(text: string, count: number): void; left(): void };
  clientResults: { confirmDelete(text: string): boolean };
  methods: { add(text: string): string };
  streams: { count(): number };
}

/** A server that tells a group, or a connection, of what was added. */
const hubs = [
  (connectionString: string): HubUpstreamHandler => {
    const url = /Endpoint=([^;]+)/.exec(connectionString)?.[1] ?? "";
    const post = async (path: string, target: string, args: readonly unknown[], method = "POST") => {
      const route = `${url}/api/hubs/todo/${path}`;
      const response = await fetch(`${route}?api-version=${apiVersion}`, {
        method,
        headers: { authorization: `Bearer ${signToken(route)}`, "content-type": "application/json" },
        ...(method === "POST" && { body: JSON.stringify({ target, arguments: args }) }),
      });
      return response.ok ? ((await response.json().catch(() => undefined)) as unknown) : undefined;
    };
    const calls = answerCalls(async ({ arguments: [text] }) => {
      await post("groups/kitchen/:send", "itemAdded", [text, 1]);
      return text;
    });
    const answer = async (request: Request): Promise<Response> => {
      const connectionId = request.headers.get("x-asrs-connection-id") ?? "";
      if (request.headers.get("x-asrs-event") === "connected") {
        // Later than the client is told that it is connected.
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (request.headers.get("x-asrs-user-id") === "ada")
          await post(`groups/kitchen/connections/${connectionId}`, "", [], "PUT");
      }
      if (request.headers.get("x-asrs-event") === "count") {
        const { invocationId } = (await request.json()) as { invocationId: string };
        const stream = `${url}/api/hubs/todo/connections/${connectionId}/streams/${invocationId}`;
        for (const item of [1, 2])
          await fetch(`${stream}/:send?api-version=${apiVersion}`, {
            method: "POST",
            headers: {
              authorization: `Bearer ${signToken(`${stream}/:send`)}`,
              "content-type": "application/json",
            },
            body: JSON.stringify(item),
          });
        await fetch(`${stream}/:complete?api-version=${apiVersion}`, {
          method: "POST",
          headers: { authorization: `Bearer ${signToken(`${stream}/:complete`)}` },
        });
        return new Response(null, { status: 204 });
      }
      return await calls(request);
    };
    return Object.assign(answer, { hub: "Todo" });
  },
];

const test = base.extend({ hub: "todo", emulatorOptions: { hubs } });

describe("connect()", () => {
  test("makes a client that calls, streams and is told", async ({ connect, emulator }) => {
    const ada = await connect<Todo>("ada");
    await emulator.settled();
    const heard: string[] = [];
    ada.on("itemAdded", (text) => heard.push(text));
    expect(await ada.invoke("add", "early")).toBe("early");
    expect(await ada.items("count")).toEqual([1, 2]);
    expect(await ada.received()).toMatchObject([{ target: "itemAdded", arguments: ["early", 1] }]);
    expect(heard).toEqual(["early"]);
  });

  test("makes an untyped client, of another hub and over another transport", async ({
    connect,
    emulator,
  }) => {
    const eve = await connect("eve", { hub: "Other", transport: "LongPolling", claims: { role: "cook" } });
    expect(emulator.activity.recent()).toContainEqual(
      expect.objectContaining({ kind: "connected", hub: "other", userId: "eve", transport: "LongPolling" }),
    );
    await expect(eve).not.toHaveReceived("anything");
    await expect(eve.invoke("unhandled", 1)).rejects.toThrow("No upstream is configured");
  });
});

describe("toHaveReceived()", () => {
  test("matches by event, arguments and group, and waits for what is under way", async ({ connect }) => {
    const ada = await connect<Todo>("ada");
    const bob = await connect<Todo>("bob");
    // The server takes ada into the group only now.
    await expect(ada).not.toHaveReceived("itemAdded");
    const added = bob.invoke("add", "milk");
    await expect(ada).not.toHaveReceived("left");
    await added;
    await expect(ada).toHaveReceived("itemAdded");
    await expect(ada).toHaveReceived("itemAdded", ["milk", expect.any(Number)]);
    await expect(ada).toHaveReceived("itemAdded", ["milk", 1], { group: "kitchen" });
    await expect(ada).not.toHaveReceived("itemAdded", ["milk", 2]);
    await expect(ada).not.toHaveReceived("itemAdded", ["milk", 1], { group: "kitch" });
    await expect(bob).not.toHaveReceived("itemAdded");
  });

  test("says what was received instead, and refuses what is not a client", async ({ connect }) => {
    const ada = await connect<Todo>("ada");
    await ada.received();
    await ada.invoke("add", "milk");
    await expect(expect(ada).toHaveReceived("left")).rejects.toThrow(
      /Expected ada to have received left\(…\), received:\n {2}itemAdded\(.*milk.*\) to group kitchen/s,
    );
    await expect(expect(ada).not.toHaveReceived("itemAdded", ["milk", 1])).rejects.toThrow(
      "not to have received",
    );
    await expect(expect({}).toHaveReceived("left" as never)).rejects.toThrow(
      "pass the value of `await connect(…)`",
    );
  });

  test("forgets what was received before a reset", async ({ connect, emulator }) => {
    const ada = await connect<Todo>("ada");
    await ada.received();
    await ada.invoke("add", "milk");
    emulator.reset();
    await expect(ada).not.toHaveReceived("itemAdded");
  });

  test("has the types of the contract", async ({ connect }) => {
    const ada = await connect<Todo>("ada");
    const misuse = async () => {
      // @ts-expect-error an event that is not in the contract
      await expect(ada).toHaveReceived("added");
      // @ts-expect-error a wrong argument
      await expect(ada).toHaveReceived("itemAdded", [1, 1]);
      // @ts-expect-error a missing argument
      await expect(ada).toHaveReceived("itemAdded", ["milk"]);
      // @ts-expect-error a method that is not in the contract
      await ada.invoke("remove", "milk");
      // @ts-expect-error a wrong result
      (await ada.invoke("add", "milk")) satisfies number;
      // @ts-expect-error a wrong answer
      ada.answer("confirmDelete", () => "yes");
      // @ts-expect-error a wrong item
      (await ada.items("count")) satisfies string[];
    };
    expect(misuse).toBeTypeOf("function");
  });
});
