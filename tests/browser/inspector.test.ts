import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fromConnectionString } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { expect, test } from "vitest";
import { connectClient } from "./connect-client.ts";
import { openInspector } from "./inspector-page.ts";
import { useChromium } from "./pages.ts";

const pages = useChromium();

test("Three real clients are seen, sent to, received from, and closed", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: string[] = [];
  const closed: string[] = [];
  for (const userId of ["ada", "grace", "linus"]) {
    // The list has an order.
    const client = await connectClient(emulator, { userId });
    client.on("newMessage", (text: string) => received.push(`${userId}: ${text}`));
    client.onclose(() => closed.push(userId));
  }
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.clients.nth(2).waitFor();
  expect(await inspector.clients.locator(".name").allTextContents()).toEqual(["linus", "grace", "ada"]);

  await inspector.page.getByLabel("Arguments, as a JSON list").fill('["hello, everyone"]');
  await inspector.page.getByRole("button", { name: "Send", exact: true }).click();
  await inspector.page.getByText("Accepted.").waitFor();
  await expect
    .poll(() => received.toSorted())
    .toEqual(["ada: hello, everyone", "grace: hello, everyone", "linus: hello, everyone"]);
  await inspector.happened("newMessage to everyone").click();
  await inspector.side.getByText("3 connections").waitFor();
  expect(await inspector.side.getByLabel("Arguments", { exact: true }).textContent()).toContain(
    "hello, everyone",
  );

  await inspector.client("grace").click();
  await inspector.page.getByRole("button", { name: "Send to it…" }).click();
  await inspector.page.getByLabel("Arguments, as a JSON list").fill('["only you"]');
  await inspector.page.getByRole("button", { name: "Send", exact: true }).click();
  await expect.poll(() => received.slice(3)).toEqual(["grace: only you"]);

  await inspector.client("linus").click();
  await inspector.page.getByRole("button", { name: "Close connection" }).click();
  await expect.poll(() => closed).toEqual(["linus"]);
  await inspector.client("linus").waitFor({ state: "detached" });
  await inspector.side.getByText("This connection is closed.").waitFor();
  expect(await inspector.clients.locator(".name").allTextContents()).toEqual(["grace", "ada"]);
});

test("A client is invoked, and its answer is shown", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const client = await connectClient(emulator, { userId: "ada" });
  client.on("add", (a: number, b: number) => a + b);
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.client("ada").click();
  await inspector.page.getByRole("button", { name: "Invoke…" }).click();
  await inspector.page.getByLabel("Target").fill("add");
  await inspector.page.getByLabel("Arguments, as a JSON list").fill("[2, 3]");
  await inspector.page.getByRole("button", { name: "Invoke", exact: true }).click();
  const answer = inspector.page.locator(".success", { hasText: "Result of the client" });
  expect(await answer.locator("pre").textContent()).toBe("5");
});

test("Keys and fields that change faster than the page is drawn all count", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: unknown[] = [];
  for (const userId of ["ada", "grace"]) {
    // The list has an order.
    const client = await connectClient(emulator, { userId });
    client.on("joined", (...args: unknown[]) => received.push([userId, ...args]));
  }
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.client("grace").waitFor();

  // Both in one task, so that no frame is drawn between them.
  await inspector.page.getByRole("listbox", { name: "Connections" }).evaluate((list) => {
    for (let presses = 0; presses < 2; presses++)
      list.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  });
  await inspector.side.getByRole("heading", { name: "ada" }).waitFor();

  await inspector.page.getByRole("button", { name: "Send to it…" }).click();
  await inspector.page.getByRole("form", { name: "Send" }).evaluate((form: HTMLFormElement) => {
    for (const [field, text] of [
      ["#send-target", "joined"],
      ["#send-arguments", '["room-1"]'],
    ] as const) {
      const input = form.querySelector<HTMLInputElement>(field);
      if (input === null) throw new Error(`The form has no ${field}`);
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    form.requestSubmit();
  });
  await expect.poll(() => received).toEqual([["ada", "room-1"]]);
});

test("A connection and a user are moved between groups", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: unknown[] = [];
  const client = await connectClient(emulator, { userId: "ada" });
  client.on("newMessage", (text: unknown) => received.push(text));
  const signalr = fromConnectionString(emulator.connectionString).hub("chat");
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.client("ada").click();
  await inspector.page.getByLabel("Group to join").fill("room-1");
  await inspector.page.getByRole("button", { name: "Add to group" }).click();
  await inspector.client("ada").getByText("room-1").waitFor();
  await signalr.sendToGroup({ group: "room-1", body: { target: "newMessage", arguments: ["in the room"] } });
  await expect.poll(() => received).toEqual(["in the room"]);

  await inspector.page.getByRole("button", { name: "Remove from group room-1" }).click();
  await inspector.client("ada").getByText("room-1").waitFor({ state: "detached" });
  expect(await signalr.groupExists({ group: "room-1" })).toBe(false);

  await inspector.page.getByRole("tab", { name: /^Users/ }).click();
  await inspector.client("ada").click();
  await inspector.page.getByLabel("Group to join").fill("moderators");
  await inspector.page.getByRole("button", { name: "Add to group" }).click();
  await inspector.side.getByText(/^until /).waitFor();
  expect(await signalr.userExistsInGroup({ group: "moderators", user: "ada" })).toBe(true);
});

test("Activity is filtered by words, kinds, failures and hub, and paused", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const signalr = fromConnectionString(emulator.connectionString);
  const send = (hub: string, target: string): Promise<unknown> =>
    signalr.sendToAll({ hub, body: { target, arguments: [`text of ${target}`] } }).catch(() => undefined);
  await send("chat", "first");
  await send("orders", "second");
  await send("chat", "");
  const inspector = await openInspector(await pages.open(), emulator);
  const total = inspector.page.locator(".total");
  const find = inspector.page.getByLabel("Filter activity");
  await expect.poll(() => total.textContent()).toBe("5");

  await find.fill("TEXT second");
  await expect.poll(() => total.textContent()).toBe("2 of 5");
  await find.fill("no such thing");
  await inspector.page.getByText("No activity matches the filter.").waitFor();
  await find.fill("");

  await inspector.page.getByRole("button", { name: "Requests" }).click();
  await expect.poll(() => total.textContent()).toBe("2 of 5");
  await inspector.page.getByRole("button", { name: "Requests" }).click();

  await inspector.page.getByRole("button", { name: "Only failures" }).click();
  await expect.poll(() => total.textContent()).toBe("1 of 5");
  await inspector.happened("'target' must be a non-empty string").waitFor();
  await inspector.page.getByRole("button", { name: "Only failures" }).click();

  await connectClient(emulator, { hub: "orders" });
  await inspector.page.getByRole("combobox", { name: "Hub" }).first().selectOption("orders");
  await inspector.happened("second").first().waitFor();
  expect(await inspector.happened("first").count()).toBe(0);
  await inspector.page.getByRole("combobox", { name: "Hub" }).first().selectOption("");

  await inspector.page.getByRole("button", { name: "Pause" }).click();
  await send("chat", "third");
  await inspector.page.getByRole("button", { name: "Resume (2 new)" }).click();
  await inspector.happened("third").waitFor();
});

test("A page that is reloaded shows the same without the token in its address", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  await connectClient(emulator, { userId: "ada" });
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.client("ada").waitFor();
  expect(inspector.page.url()).toBe(`${emulator.url}/`);
  await inspector.page.reload();
  await inspector.client("ada").waitFor();
  await inspector.happened("connected ada").waitFor();
});

test("A page that is left open follows the emulator that was started again", async () => {
  const port = await freePort();
  const token = "a-token-that-is-kept-over-restarts-0";
  const page = await pages.open();
  let inspector;
  {
    await using emulator = await createEmulator({ port, inspector: { token } }).listen();
    const client = await connectClient(emulator, { userId: "ada" });
    inspector = await openInspector(page, emulator);
    await inspector.client("ada").waitFor();
    await client.stop();
    await connectClient(emulator, { userId: "grace" });
    await inspector.client("grace").waitFor();
  }
  await page.getByText("Emulator not reachable, trying again…").waitFor();
  await using emulator = await createEmulator({ port, inspector: { token } }).listen();
  await page.getByText("Live").waitFor();
  await inspector.happened("The emulator was restarted").waitFor();
  await inspector.happened("connected grace").waitFor();
  expect(await inspector.clients.count()).toBe(0);
  await connectClient(emulator, { userId: "linus" });
  await inspector.client("linus").waitFor();
  expect(await inspector.happened("connected linus").count()).toBe(1);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
