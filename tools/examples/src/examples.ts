import { join } from "node:path";
import { type Need, bun, deno } from "./needs.ts";

export interface Example {
  /** Name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly needs?: Need;
}

/** What is installed from the tarballs and tested. The slow ones first, so that two cores end together. */
export const examples: readonly Example[] = [
  { name: "hono-chat", title: "Node.js and Hono: chat" },
  { name: "deno", title: "Deno: notifications", needs: deno },
  { name: "bun", title: "Bun: a task and its progress", needs: bun },
];

/** Where they are. */
export const examplesFolder = join(import.meta.dirname, "../../../examples");
