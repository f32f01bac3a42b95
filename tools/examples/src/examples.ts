import { join } from "node:path";
import { type Need, bun, chromium, deno } from "./needs.ts";

export interface Example {
  /** Name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly needs?: Need;
  /** Most lines of code, its test included. @defaultValue 100 */
  readonly maxLines?: number;
}

/** What is installed from the tarballs and tested. The slow ones first, so that two cores end together. */
export const examples: readonly Example[] = [
  { name: "cloudflare-worker", title: "Cloudflare Worker: chat with a webhook" },
  { name: "browser-chat", title: "A page with Vite: chat between two tabs", needs: chromium },
  {
    name: "todo-board",
    title: "A typed hub: a board with two users in a browser",
    needs: chromium,
    maxLines: 200,
  },
  { name: "five-minutes", title: "Node.js: page, negotiate, send" },
  { name: "hono-chat", title: "Node.js and Hono: chat" },
  { name: "azure-functions", title: "Azure Functions: orders" },
  { name: "edge-route", title: "Edge routes of Next.js: orders" },
  { name: "from-rest-calls", title: "Before and after hand-made REST calls" },
  { name: "types-only", title: "Types only, in a front end" },
  { name: "deno", title: "Deno: notifications", needs: deno },
  { name: "bun", title: "Bun: a task and its progress", needs: bun },
];

/** Where they are. */
export const examplesFolder = join(import.meta.dirname, "../../../examples");
