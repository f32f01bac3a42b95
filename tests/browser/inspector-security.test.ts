import { fromConnectionString } from "@x/auth";
import { type Emulator, createEmulator } from "@x/emulator";
import { expect, test } from "vitest";
import { connectClient } from "./connect-client.ts";
import { openInspector } from "./inspector-page.ts";
import { reboundHost, useChromium } from "./pages.ts";

const pages = useChromium();

function tokenOf(emulator: Emulator): string {
  return new URL(emulator.inspectorUrl ?? "").searchParams.get("token") ?? "";
}

/** What a script in a page gets with the token of the page in its hands, one answer for each way to ask. */
async function attack(url: string, token: string): Promise<readonly string[]> {
  const send = `${url}/inspector/api/hubs/chat/:send?api-version=2024-12-01`;
  const body = JSON.stringify({ target: "newMessage", arguments: ["from elsewhere"] });
  const headers = { "x-inspector-token": token };
  const asked = async (path: string, options: RequestInit = {}): Promise<string> => {
    try {
      const response = await fetch(path, options);
      return String(response.status);
    } catch {
      return "blocked";
    }
  };
  return [
    await asked(`${url}/inspector/stream`, { headers }),
    await asked(send, { method: "POST", headers, body }),
    await asked(send, { method: "POST", mode: "no-cors", body }),
    await asked(`${url}/?token=${token}`),
  ];
}

test("A page of another origin neither reads nor sends, even if it knows the token", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: unknown[] = [];
  const client = await connectClient(emulator);
  client.on("newMessage", (text: unknown) => received.push(text));
  const page = await pages.openForeign();
  expect(
    await page.evaluate(`(${attack.toString()})(...${JSON.stringify([emulator.url, tokenOf(emulator)])})`),
  ).toEqual(["blocked", "blocked", "blocked", "blocked"]);
  await fromConnectionString(emulator.connectionString).sendToAll({
    hub: "chat",
    body: { target: "newMessage", arguments: ["of the application"] },
  });
  await expect.poll(() => received).toEqual(["of the application"]);
});

test("A page of another origin shows it in no frame", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const page = await pages.openForeign();
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => {
      frame.addEventListener("load", resolve);
    });
  }, emulator.inspectorUrl ?? "");
  expect(page.frames().map((frame) => frame.url())).toEqual([page.url(), "chrome-error://chromewebdata/"]);
});

test("A name that resolves to this machine reaches neither page, nor stream, nor REST API", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const received: unknown[] = [];
  const client = await connectClient(emulator);
  client.on("newMessage", (text: unknown) => received.push(text));
  const { port } = new URL(emulator.url);
  const page = await pages.open();
  const rebound = `http://${reboundHost}:${port}`;
  const response = await page.goto(`${rebound}/?token=${tokenOf(emulator)}`);
  expect(response?.status()).toBe(421);
  expect(
    await page.evaluate(`(${attack.toString()})(...${JSON.stringify([rebound, tokenOf(emulator)])})`),
  ).toEqual(["421", "421", "421", "421"]);
  expect(received).toEqual([]);
});

test("Without the token the page asks for the printed URL, and says when it is of another emulator", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  await connectClient(emulator, { userId: "ada" });
  const page = await pages.open();
  await page.goto(emulator.url);
  await page.getByLabel("Printed URL").waitFor();
  await page.goto(`${emulator.url}/?token=${"x".repeat(32)}`);
  await page.getByText("The token is missing or belongs to another emulator").waitFor();
  expect(await page.getByText("ada").count()).toBe(0);
  await page.getByLabel("Printed URL").fill(emulator.inspectorUrl ?? "");
  await page.getByRole("button", { name: "Open" }).click();
  await page.locator(".population .row", { hasText: "ada" }).waitFor();
});

const hostile = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;

test("HTML in names and messages is text", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  await connectClient(emulator, { userId: hostile });
  const signalr = fromConnectionString(emulator.connectionString).hub("chat");
  await signalr.addUserToGroup({ group: hostile.replaceAll("/", "|"), user: hostile.replaceAll("/", "|") });
  await signalr.sendToAll({ body: { target: hostile, arguments: [hostile] } });
  const inspector = await openInspector(await pages.open(), emulator);
  const { page } = inspector;
  await inspector.client("onerror").click();
  await inspector.side.getByRole("heading", { name: hostile }).waitFor();
  await inspector.happened("to everyone").click();
  expect(
    JSON.parse((await inspector.side.getByLabel("Arguments", { exact: true }).textContent()) ?? ""),
  ).toEqual([hostile]);
  await page.getByRole("tab", { name: /^Groups/ }).click();
  await inspector.client("onerror").first().click();
  await page.getByRole("tab", { name: /^Users/ }).click();
  await inspector.client("onerror").first().click();
  expect(await page.title()).toBe("SignalR emulator");
  expect(await page.locator("img:not([src='/inspector/icon.svg']), body script").count()).toBe(0);
});

test("A message of 1 MB is shown cut, with its whole size", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const signalr = fromConnectionString(emulator.connectionString).hub("chat");
  const text = "ä".repeat(500_000);
  await signalr.sendToAll({ body: { target: "newMessage", arguments: [text] } });
  const inspector = await openInspector(await pages.open(), emulator);
  for (const [row, title] of [
    ["newMessage", "Arguments"],
    ["sendToAll", "Request body"],
  ] as const) {
    await inspector.happened(row).click();
    const shown = (await inspector.side.getByLabel(title, { exact: true }).textContent()) ?? "";
    expect(shown).toContain("ääää");
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(64 * 1024);
    await inspector.side.getByText("Only the beginning is shown, 976.6 KB were sent.").waitFor();
  }
});

test("The policy of the page is in force: no inline code, nothing from elsewhere", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const page = await pages.open();
  await page.goto(emulator.inspectorUrl ?? "");
  await page.getByText("Live").waitFor();
  const violations = await page.evaluate(async () => {
    const seen: string[] = [];
    const allSeen = new Promise<void>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => {
        seen.push(event.effectiveDirective);
        if (seen.length === 4) resolve();
      });
    });
    const picture = document.createElement("img");
    picture.src = "http://127.0.0.1:9/x.png";
    document.body.append(picture);
    await fetch("http://127.0.0.1:9/").catch(() => undefined);
    try {
      document.body.innerHTML = "<b>markup</b>";
    } catch {
      // Trusted Types let no text become markup.
    }
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.head.append(style);
    await allSeen;
    return seen.toSorted();
  });
  expect(violations).toEqual(["connect-src", "img-src", "require-trusted-types-for", "style-src-elem"]);
});
