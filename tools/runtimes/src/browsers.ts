import type { Outcome } from "../../../tests/runtime/harness.ts";
import { launchChromium } from "./launch-chromium.ts";
import { launchFirefox } from "./launch-firefox.ts";
import type { Runtime } from "./runtime.ts";

/** Runs in the page. */
async function runSuite([address = "", surroundings = ""]: readonly string[]): Promise<Outcome[]> {
  const suite = (await import(address)) as { run(surroundings: string): Promise<Outcome[]> };
  return suite.run(surroundings);
}

export const chromium: Runtime = {
  name: "chromium",
  title: "Chromium",
  isBrowser: true,
  install: "apt-get update && apt-get install -y --no-install-recommends chromium",
  async run({ stage, surroundings }) {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(stage.control);
      const outcomes = await page.evaluate(runSuite, ["/suite.js", JSON.stringify(surroundings)]);
      return { version: browser.version(), outcomes };
    } finally {
      await browser.close();
    }
  },
};

export const firefox: Runtime = {
  name: "firefox",
  title: "Firefox",
  isBrowser: true,
  install: "apt-get update && apt-get install -y --no-install-recommends firefox-esr",
  async run({ stage, surroundings, folder }) {
    const browser = await launchFirefox(folder);
    try {
      const page = await browser.newPage();
      await page.goto(stage.control);
      const outcomes = await page.evaluate(runSuite, ["/suite.js", JSON.stringify(surroundings)]);
      return { version: (await browser.version()).replace(/^firefox\//i, ""), outcomes };
    } finally {
      await browser.close();
    }
  },
};
