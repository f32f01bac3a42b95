import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface PageFile {
  readonly contentType: string;
  readonly content: Buffer;
}

const files: ReadonlyMap<string, readonly [file: string, contentType: string]> = new Map([
  ["/", ["index.html", "text/html; charset=utf-8"]],
  ["/inspector/page.js", ["page.js", "text/javascript; charset=utf-8"]],
  ["/inspector/page.css", ["page.css", "text/css; charset=utf-8"]],
  ["/inspector/icon.svg", ["icon.svg", "image/svg+xml"]],
]);

const read = new Map<string, Promise<PageFile>>();

export function isPageFile(path: string): boolean {
  return files.has(path);
}

/** A file of the built page, read when it is first asked for. Undefined when there is none of this name. */
export function pageFile(path: string): Promise<PageFile> | undefined {
  const entry = files.get(path);
  if (entry === undefined) return undefined;
  let file = read.get(path);
  if (file === undefined) read.set(path, (file = readPageFile(...entry)));
  return file;
}

async function readPageFile(name: string, contentType: string): Promise<PageFile> {
  // The package finds itself, whether it runs compiled or from its sources.
  const root = dirname(createRequire(import.meta.url).resolve("@x/emulator/package.json"));
  return { contentType, content: await readFile(join(root, "dist/inspector", name)) };
}

/** The page loads nothing from elsewhere, runs no inline code, and is shown in no frame. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};
