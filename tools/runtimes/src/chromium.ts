import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import type { RunBundle } from "./runtime.ts";

/** Where Debian and Ubuntu put it. */
const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

// A container has no sandbox and no GPU; the rest keeps the browser from calling home.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Nothing is asked of this address: the page answers itself. It is https, since WebCrypto is for secure origins.
const origin = "https://runtime.example";

/** The Chromium of the system, headless, in a page. */
export const runInChromium: RunBundle = async (bundle) => {
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}`);
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    await page.route(`${origin}/`, (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.route(`${origin}/suite.js`, (route) =>
      route.fulfill({ contentType: "text/javascript", body: bundle }),
    );
    await page.goto(origin);
    const outcomes = await page.evaluate(async (address) => {
      const suite = (await import(address)) as { run: () => Promise<Outcome[]> };
      return suite.run();
    }, `${origin}/suite.js`);
    return { version: browser.version(), outcomes };
  } finally {
    await browser.close();
  }
};
