import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "./chromium-path.ts";

export type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";

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

/** The Chromium of the system, headless, with further switches. @throws {Error} when there is none. */
export async function launchChromium(switches: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...args, ...switches] });
}
