#!/usr/bin/env node
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installOwnTools } from "../../tools/packaging/src/own-tools.ts";
import type { Browser } from "../../tools/runtimes/src/launch-chromium.ts";
import { startBusyEmulator } from "./busy-emulator.ts";

const root = join(import.meta.dirname, "../..");

const usage = `Takes the pictures of the inspector that docs/emulator.md shows.

Usage: pnpm --filter @x/tests screenshots [--out FOLDER]

  --out FOLDER   where they go (default docs/images)
`;

interface Picture {
  readonly name: string;
  readonly scheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  /** What is clicked first, by a text in its row. */
  readonly row?: string;
}

const pictures: readonly Picture[] = [
  { name: "inspector-light", scheme: "light", width: 1440, height: 800, row: "sendToGroup" },
  { name: "inspector-dark", scheme: "dark", width: 1440, height: 800, row: "'target' must be" },
  { name: "inspector-narrow", scheme: "light", width: 390, height: 700 },
];

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const out = resolve(process.env["INIT_CWD"] ?? process.cwd(), values.out ?? join(root, "docs/images"));
  await mkdir(out, { recursive: true });
  await installOwnTools(join(root, "tools/runtimes"));
  // Only now is the driver there.
  const { launchChromium } = await import("../../tools/runtimes/src/launch-chromium.ts");
  await using busy = await startBusyEmulator();
  const browser = await launchChromium();
  try {
    for (const picture of pictures) {
      // One after the other, so that none disturbs another.
      const image = await take(browser, busy.emulator.inspectorUrl ?? "", picture);
      await writeFile(join(out, `${picture.name}.webp`), image);
      console.log(`${picture.name}.webp  ${(image.length / 1024).toFixed(0)} KB`);
    }
  } finally {
    await browser.close();
  }
  return 0;
}

async function take(browser: Browser, url: string, picture: Picture): Promise<Buffer> {
  const { scheme: colorScheme, width, height, row } = picture;
  const page = await browser.newPage({ colorScheme, viewport: { width, height } });
  await page.goto(url);
  await page.locator(".activity .row").first().waitFor();
  if (row !== undefined) await page.locator(".activity .row", { hasText: row }).first().click();
  // Nothing is under the pointer.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  const png = await page.screenshot();
  await page.close();
  return toWebP(browser, png);
}

/** A third of the size; the browser is the encoder that is there anyway. */
async function toWebP(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const encoded = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 0.85);
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  await page.close();
  return Buffer.from(encoded.slice(encoded.indexOf(",") + 1), "base64");
}

process.exitCode = await main(process.argv.slice(2));
