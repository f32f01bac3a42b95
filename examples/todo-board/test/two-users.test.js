import { test } from "node:test";
import { createEmulator } from "@x/emulator";
import { chromium } from "playwright-core";
import { createServer } from "vite";

test("Ada and Bob share a board", async (context) => {
  let url = "";
  const upstream = (request) => fetch(new Request(`${url}upstream`, request));
  const emulator = await createEmulator({ port: 0, upstream }).listen();
  context.after(() => emulator.close());
  process.env.AZURE_SIGNALR_CONNECTION_STRING = emulator.connectionString;
  const server = await createServer({ server: { port: 0 }, logLevel: "warn" });
  context.after(() => server.close());
  await server.listen();
  url = server.resolvedUrls.local[0];
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  context.after(() => browser.close());
  const open = async (name) => {
    const page = await browser.newPage({ viewport: { width: 420, height: 420 } });
    await page.goto(`${url}?name=${name}`);
    await page.getByLabel("Members").getByText(name).waitFor();
    return page;
  };
  const ada = await open("Ada");
  const bob = await open("Bob");
  await ada.getByText("Ada, Bob").waitFor();

  for (const item of ["milk", "bread"]) {
    await ada.getByLabel("Item").fill(item);
    await ada.getByRole("button", { name: "Add" }).click();
    await bob.getByRole("listitem").getByText(item).waitFor();
  }
  const answers = [false, true];
  ada.on("dialog", (dialog) => (answers.shift() ? dialog.accept() : dialog.dismiss()));
  const remove = () => bob.getByRole("listitem").first().getByRole("button").click();
  await remove();
  await bob.getByText("milk has to stay").waitFor();
  await remove();
  await bob.getByText("milk is deleted").waitFor();
  await ada.getByText("milk").waitFor({ state: "detached" });

  await bob.getByRole("button", { name: "Export" }).click();
  await bob.getByLabel("Export", { exact: true }).getByText("bread (Ada)").waitFor();
  await bob.getByText("exported").waitFor();
  await bob.close();
  await ada.getByText(/^Ada$/).waitFor();
});
