import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  launchChromium,
} from "../../tools/runtimes/src/launch-chromium.ts";

export type { Locator, Page } from "../../tools/runtimes/src/launch-chromium.ts";

export interface Pages {
  /** A blank page in a context of its own, closed after the test. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** An empty document at an origin that is not the emulator's, in a page like that of `open()`. */
  openForeign(): Promise<Page>;
}

/** A name that its owner lets resolve to this machine, as in DNS rebinding. */
export const reboundHost = "rebound.example";

/** One Chromium for the tests of a file. */
export function useChromium(): Pages {
  let browser: Browser;
  let server: Server;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await launchChromium([`--host-resolver-rules=MAP ${reboundHost} 127.0.0.1`]);
    server = createServer((_, response) => {
      response
        .setHeader("content-type", "text/html")
        .end("<!doctype html><title>A page of another origin</title>");
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
  });

  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const open = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext(options);
    contexts.push(context);
    return context.newPage();
  };
  return {
    open,
    openForeign: async () => {
      const page = await open();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      return page;
    },
  };
}
