import { describe, expect, test } from "vitest";
import { groupMembers } from "../../src/group-members.ts";
import { createHub } from "../../src/hub.ts";
import { connectionString, recordingService } from "../recording-service.ts";

interface Todo {
  events: { itemAdded(text: string, count?: number): void; then(): void; toString(): string; toJSON(): void };
  clientResults: { confirmDelete(text: string): boolean };
}

function start(...args: Parameters<typeof recordingService>) {
  const { calls, fetch } = recordingService(...args);
  return { calls, todo: createHub<Todo>({ connectionString, hub: "todo", fetch }) };
}

const added = (...args: unknown[]) => ({ target: "itemAdded", arguments: args });

describe("TypedHub", () => {
  test("sends an event to all, a group, a user and a connection", async () => {
    const { calls, todo } = start();
    await todo.all().send("itemAdded", "milk");
    await todo.group("a/b").send("itemAdded", "milk", 2);
    await todo.user("ada").send("itemAdded", "milk");
    await todo.connection("c1").send("itemAdded", "milk");
    expect(calls).toEqual([
      { method: "POST", path: "/api/hubs/todo/:send", body: added("milk") },
      { method: "POST", path: "/api/hubs/todo/groups/a/b/:send", body: added("milk", 2) },
      { method: "POST", path: "/api/hubs/todo/users/ada/:send", body: added("milk") },
      { method: "POST", path: "/api/hubs/todo/connections/c1/:send", body: added("milk") },
    ]);
  });

  test("leaves connections out of all and of a group", async () => {
    const { calls, todo } = start();
    await todo.all({ except: ["c1", "c2"] }).send("itemAdded", "milk");
    await todo.group("kitchen", { except: ["c1"] }).send("itemAdded", "milk");
    expect(calls.map(({ path }) => path)).toEqual([
      "/api/hubs/todo/:send?excluded=c1&excluded=c2",
      "/api/hubs/todo/groups/kitchen/:send?excluded=c1",
    ]);
  });

  test("puts connections and users into groups, users for as long as `ttl` says, and takes them out", async () => {
    const { calls, todo } = start();
    const kitchen = groupMembers(todo, "kitchen");
    await kitchen.addConnection("c1");
    await kitchen.removeConnection("c1");
    await kitchen.addUser("ada", { ttl: 60 });
    await kitchen.addUser("bob");
    await kitchen.removeUser("ada");
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /api/hubs/todo/groups/kitchen/connections/c1",
      "DELETE /api/hubs/todo/groups/kitchen/connections/c1",
      "PUT /api/hubs/todo/users/ada/groups/kitchen?ttl=60",
      "PUT /api/hubs/todo/users/bob/groups/kitchen",
      "DELETE /api/hubs/todo/users/ada/groups/kitchen",
    ]);
  });

  test("resolves to what the client answered", async () => {
    const { calls, todo } = start(() => Response.json({ result: true }));
    expect(await todo.connection("c1").invoke("confirmDelete", "milk")).toBe(true);
    expect(calls).toEqual([
      {
        method: "POST",
        path: "/api/hubs/todo/connections/c1/:invoke",
        body: { target: "confirmDelete", arguments: ["milk"] },
      },
    ]);
  });

  test("ends a call with its signal, and names the application", async () => {
    const { calls, fetch } = recordingService();
    const todo = createHub<Todo>({ connectionString, hub: "todo", application: "shop", fetch });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(todo.connection("c1", { signal }).invoke("confirmDelete", "milk")).rejects.toThrow("enough");
    await todo.user("ada").send("itemAdded", "milk");
    expect(calls.map(({ path }) => path)).toEqual(["/api/hubs/todo/users/ada/:send?application=shop"]);
  });

  test("sends nothing for a path value that would leave its segment", async () => {
    const { calls, todo } = start();
    await expect(todo.group("..").send("itemAdded", "milk")).rejects.toMatchObject({
      code: "ERR_INVALID_PATH_PARAMETER",
    });
    expect(calls).toEqual([]);
  });

  test("sends only what is sent: not when a sender is awaited, printed, compared or written as JSON", async () => {
    const { calls, todo } = start();
    const sender = await todo.group("kitchen");
    expect(`${JSON.stringify(sender)}${String(sender)}`).toContain("object");
    expect(sender).not.toEqual(todo.all());
    expect(calls).toEqual([]);
    await sender.send("then");
    await sender.send("toString");
    await sender.send("toJSON");
    expect(calls.map(({ body }) => body)).toEqual(
      ["then", "toString", "toJSON"].map((target) => ({ target, arguments: [] })),
    );
  });
});
