import { fileURLToPath } from "node:url";
import { type Document, isObject } from "./document.ts";

/** The document that all packages are held against. */
export const specFile = fileURLToPath(new URL("../../../spec/2024-12-01/openapi.yaml", import.meta.url));

/** Names under `components/schemas`. */
export function schemaNames(document: Document): string[] {
  const { components } = document.root;
  return isObject(components) && isObject(components.schemas) ? Object.keys(components.schemas) : [];
}
