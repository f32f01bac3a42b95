import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isObject } from "./document.ts";

const specFolder = new URL("../../../spec/", import.meta.url);

/** The documents of all versions, the oldest first. */
export const specFiles: readonly string[] = readdirSync(specFolder)
  .filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
  .map((name) => fileURLToPath(new URL(`${name}/openapi.yaml`, specFolder)))
  .filter((file) => existsSync(file))
  .toSorted();

const newest = specFiles.at(-1);
if (newest === undefined) throw new Error("There is no document: expected spec/<version>/openapi.yaml");

/** The document that all packages are held against: the newest version. */
export const specFile: string = newest;

/** Its version, as folders are named: `2024-12-01`. */
export const specVersion: string = basename(dirname(newest));

/** Names under `components/schemas`. */
export function schemaNames(document: Document): string[] {
  const { components } = document.root;
  return isObject(components) && isObject(components.schemas) ? Object.keys(components.schemas) : [];
}
