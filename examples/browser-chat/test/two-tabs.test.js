import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { createServer } from "vite";

test("Two tabs talk to each other", async (context) => {
  const server = await createServer({ server: { port: 0 }, logLevel: "warn" });
  context.after(() => server.close());
  await server.listen();
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  context.after(() => browser.close());
  const tabs = [];
  for (const name of ["Ada", "Bob"]) {
    const tab = await browser.newPage({ viewport: { width: 420, height: 420 } });
    await tab.goto(`${server.resolvedUrls.local[0]}?name=${name}`);
    await tab.getByText(`you are ${name}`).waitFor();
    tabs.push(tab);
  }
  const lines = ["Milk or lemon?", "Lemon, please. And one of those biscuits.", "Coming."];
  for (const [index, line] of lines.entries()) {
    await tabs[index % 2].getByLabel("Message").fill(line);
    await tabs[index % 2].getByRole("button", { name: "Send" }).click();
    for (const tab of tabs) await tab.getByText(line).waitFor();
  }
  for (const tab of tabs) assert.equal(await tab.locator("li").count(), 3);
  const { SCREENSHOTS: folder } = process.env;
  if (folder) await Promise.all(tabs.map((tab, index) => tab.screenshot({ path: `${folder}/${index}.png` })));
});
