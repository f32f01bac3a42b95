import type { Outcome } from "../../../tests/runtime/harness.ts";
import { launchChromium } from "./launch-chromium.ts";
import { launchFirefox } from "./launch-firefox.ts";
import type { Performance, Report, Runtime } from "./runtime.ts";

/** Runs in the page. */
async function runSuite([address = "", surroundings = ""]: readonly string[]): Promise<Outcome[]> {
  const suite = (await import(address)) as { run(surroundings: string): Promise<Outcome[]> };
  return suite.run(surroundings);
}

/** What the drivers of both browsers have. */
interface Browser {
  version(): string | Promise<string>;
  newPage(): Promise<{
    goto(url: string): Promise<unknown>;
    evaluate(run: typeof runSuite, args: readonly string[]): Promise<Outcome[]>;
  }>;
  close(): Promise<void>;
}

async function runIn(browser: Browser, { stage, surroundings }: Performance): Promise<Report> {
  try {
    const page = await browser.newPage();
    await page.goto(stage.control);
    const outcomes = await page.evaluate(runSuite, ["/suite.js", JSON.stringify(surroundings)]);
    return { version: (await browser.version()).replace(/^firefox\//i, ""), outcomes };
  } finally {
    await browser.close();
  }
}

export const chromium: Runtime = {
  name: "chromium",
  title: "Chromium",
  isBrowser: true,
  install: "apt-get update && apt-get install -y --no-install-recommends chromium",
  run: async (performance) => runIn(await launchChromium(), performance),
};

export const firefox: Runtime = {
  name: "firefox",
  title: "Firefox",
  isBrowser: true,
  install: "apt-get update && apt-get install -y --no-install-recommends firefox-esr",
  run: async (performance) => runIn(await launchFirefox(performance.folder), performance),
};
