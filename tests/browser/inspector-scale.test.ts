import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { createNegotiator } from "@x/auth";
import { expect, test } from "vitest";
import { inspectorIn } from "./inspector-page.ts";
import { useChromium } from "./pages.ts";

const pages = useChromium();
const connections = 10_000;
const atOnce = 100;

interface EmulatorProcess extends AsyncDisposable {
  readonly connectionString: string;
  readonly inspectorUrl: string;
}

/** In a process of its own, so that no process has both ends of 10,000 sockets open. */
async function startProcess(): Promise<EmulatorProcess> {
  const folder = dirname(createRequire(import.meta.url).resolve("@x/emulator/package.json"));
  const state = await mkdtemp(join(tmpdir(), "inspector-"));
  const child = spawn(process.execPath, [join(folder, "dist/src/cli.js"), "start", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, XDG_STATE_HOME: state },
  });
  const lines = createInterface(child.stdout);
  const first: string[] = [];
  await new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (first.length < 2) first.push(line);
      if (first.length === 2) resolve();
    });
  });
  const [connectionString = "", listening = "{}"] = first;
  const { inspectorUrl } = JSON.parse(listening) as { readonly inspectorUrl: string };
  return {
    connectionString,
    inspectorUrl,
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await gone;
      await rm(state, { recursive: true });
    },
  };
}

async function connect(url: string, accessToken: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}&access_token=${accessToken}`);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", () => socket.send('{"protocol":"json","version":1}\u001e'));
    socket.addEventListener("message", resolve);
    socket.addEventListener("error", reject);
  });
  return socket;
}

test(
  "10,000 connections are listed, found and scrolled through with few elements in the document",
  { timeout: 240_000 },
  async () => {
    await using emulator = await startProcess();
    const negotiate = createNegotiator(emulator.connectionString);
    const sockets: WebSocket[] = [];
    for (let start = 0; start < connections; start += atOnce) {
      const batch = Array.from({ length: atOnce }, async (_, index) => {
        const userId = `user-${String(start + index).padStart(5, "0")}`;
        const { url, accessToken } = await negotiate({ hub: "chat", userId });
        return connect(url, accessToken);
      });
      sockets.push(...(await Promise.all(batch)));
    }
    const page = await pages.open({ viewport: { width: 1440, height: 900 } });
    await page.goto(emulator.inspectorUrl);
    const inspector = inspectorIn(page);
    await page.getByRole("tab", { name: "Connections 10,000" }).waitFor({ timeout: 60_000 });
    const elements = (): Promise<number> => page.locator("*").count();
    expect(await elements()).toBeLessThan(1_500);

    const list = page.getByRole("listbox", { name: "Connections" });
    await list.focus();
    await page.keyboard.press("End");
    await expect.poll(() => inspector.clients.last().getAttribute("aria-posinset")).toBe("10000");
    expect(await inspector.clients.last().getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Home");
    await expect.poll(() => inspector.clients.first().getAttribute("aria-posinset")).toBe("1");

    await page.getByLabel("Find connections").fill("user-04711");
    await expect.poll(() => inspector.clients.count()).toBe(1);
    await inspector.client("user-04711").click();
    await inspector.side.getByRole("button", { name: "Close connection" }).click();
    await page.getByRole("tab", { name: "Connections 9,999" }).waitFor();
    await page.getByLabel("Find connections").fill("");

    await page.getByRole("tab", { name: /^Users/ }).click();
    await inspector.client("user-00000").waitFor();
    expect(await elements()).toBeLessThan(1_500);
    for (const socket of sockets) socket.close();
  },
);
