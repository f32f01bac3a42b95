import type { Outcome } from "../../../tests/runtime/harness.ts";
import { launchChromium } from "./launch-chromium.ts";
import type { RunBundle } from "./runtime.ts";

// Nothing is asked of this address: the page answers itself. It is https, since WebCrypto is for secure origins.
const origin = "https://runtime.example";

/** The Chromium of the system, headless, in a page. */
export const runInChromium: RunBundle = async (bundle) => {
  const browser = await launchChromium();
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
