import axe, { type AxeResults } from "axe-core";
import { createEmulator } from "@x/emulator";
import { describe, expect, test } from "vitest";
import { startBusyEmulator } from "./busy-emulator.ts";
import { connectClient } from "./connect-client.ts";
import { type InspectorPage, openInspector } from "./inspector-page.ts";
import { type Page, useChromium } from "./pages.ts";

const pages = useChromium();

/** What axe-core finds wrong, one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe.source);
  const { violations: found } = (await page.evaluate("axe.run()")) as AxeResults;
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

const tab =
  (name: RegExp) =>
  ({ page }: InspectorPage): Promise<void> =>
    page.getByRole("tab", { name }).click();

/** How to come to each view from the one before. */
const views: readonly (readonly [name: string, go: (inspector: InspectorPage) => Promise<void>])[] = [
  ["the form", ({ happened }) => happened("sendToAll").first().waitFor()],
  [
    "the form with something wrong in it",
    async ({ page }) => {
      await page.getByLabel("Arguments, as a JSON list").fill("[");
      await page.getByRole("button", { name: "Send", exact: true }).click();
    },
  ],
  ["a connection", ({ client }) => client("grace").click()],
  ["a request that failed", ({ happened }) => happened("'target' must be").click()],
  ["a message", ({ happened }) => happened("to group room-1").click()],
  ["a message that no connection received", ({ happened }) => happened("no connection received it").click()],
  ["a webhook that failed", ({ happened }) => happened("webhook setStatus").click()],
  ["groups", tab(/^Groups/)],
  ["a group", ({ client }) => client("room-1").click()],
  ["users", tab(/^Users/)],
  ["a user", ({ client }) => client("grace").click()],
  ["a filter that lets nothing through", ({ page }) => page.getByLabel("Filter activity").fill("xyzzy")],
  ["a pause", ({ page }) => page.getByRole("button", { name: "Pause" }).click()],
  ["a narrow window with details", ({ page }) => page.setViewportSize({ width: 390, height: 780 })],
  ["a narrow window with activity", ({ page }) => page.getByRole("button", { name: "Activity" }).click()],
  ["a narrow window with clients", ({ page }) => page.getByRole("button", { name: "Clients" }).click()],
];

describe.each(["light", "dark"] as const)("axe-core finds nothing in the %s page", (colorScheme) => {
  test("in any of its views", async () => {
    await using busy = await startBusyEmulator();
    const page = await pages.open({ colorScheme, viewport: { width: 1440, height: 900 } });
    const inspector = await openInspector(page, busy.emulator);
    const found: Record<string, readonly string[]> = {};
    for (const [name, go] of views) {
      await go(inspector);
      found[name] = await violations(page);
    }
    expect(found).toEqual(Object.fromEntries(views.map(([name]) => [name, []])));
  });

  test("while there is nothing to show, and without a token", async () => {
    await using emulator = await createEmulator({ port: 0 }).listen();
    const page = await pages.open({ colorScheme });
    await openInspector(page, emulator);
    expect(await violations(page)).toEqual([]);
    const locked = await pages.open({ colorScheme });
    await locked.goto(emulator.url);
    await locked.getByLabel("Printed URL").waitFor();
    expect(await violations(locked)).toEqual([]);
  });
});

test("All of it is done with the keyboard alone", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: unknown[] = [];
  for (const userId of ["ada", "grace"]) {
    // The list has an order.
    const client = await connectClient(emulator, { userId });
    client.on("newMessage", (text: unknown) => received.push(`${userId}: ${String(text)}`));
  }
  const inspector = await openInspector(await pages.open(), emulator);
  await inspector.client("grace").waitFor();
  const { page } = inspector;
  const { keyboard } = page;
  const tabTo = async (role: "tab" | "listbox" | "button" | "textbox", name: string): Promise<void> => {
    const target = page.getByRole(role, { name });
    for (let presses = 0; presses < 60; presses++) {
      await keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`Tab does not lead to the ${role} ${name}`);
  };

  await tabTo("listbox", "Connections");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await inspector.side.getByRole("heading", { name: "ada" }).waitFor();
  const list = page.getByRole("listbox", { name: "Connections" });
  const active = await list.getAttribute("aria-activedescendant");
  expect(await page.locator(`[id="${active}"]`).textContent()).toContain("ada");
  await keyboard.press("Home");
  await inspector.side.getByRole("heading", { name: "grace" }).waitFor();

  await tabTo("button", "Send to it…");
  await keyboard.press("Enter");
  await tabTo("textbox", "Target");
  await keyboard.press("Control+Enter");
  await emulator.waitFor(() => received.length > 0);
  expect(received).toEqual(["grace: hello"]);

  await page.locator(".population").getByRole("searchbox").focus();
  await keyboard.press("Shift+Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await page.getByRole("listbox", { name: "Users" }).waitFor();
  await tabTo("listbox", "Users");
  await keyboard.press("End");
  await tabTo("button", "Close all connections");
  await keyboard.press("Space");
  await inspector.client("grace").waitFor({ state: "detached" });
});
