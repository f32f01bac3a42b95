import { existsSync } from "node:fs";
import { type Browser, launch } from "puppeteer-core";

/** Where Debian puts it. */
const executablePath = process.env["FIREFOX_PATH"] ?? "/usr/bin/firefox-esr";

/**
 * The Firefox of the system, headless, over WebDriver BiDi: Playwright drives only a Firefox of its own.
 *
 * @param home A folder for what it writes.
 * @throws {Error} when there is none.
 */
export async function launchFirefox(home: string): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Firefox at ${executablePath}; FIREFOX_PATH says where another one is`);
  }
  // As root it refuses a home directory that belongs to another user.
  return launch({ browser: "firefox", executablePath, headless: true, env: { ...process.env, HOME: home } });
}
