import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../model/model.ts";
import { toKebabCase } from "../names.ts";
import type { GeneratedFile } from "./source-text.ts";

/** `package.json` and README of the two packages that `--out` writes. */
export function buildPackageFiles(
  model: Model,
  readme: string,
): { readonly typesPackage: GeneratedFile[]; readonly clientPackage: GeneratedFile[] } {
  const stem = toKebabCase(model.client.name);
  const shared = { version: "0.0.0", private: true, type: "module", sideEffects: false };
  const types = {
    name: `${stem}-types`,
    description: `Types of ${model.title}`,
    ...shared,
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
  };
  const client = {
    name: `${stem}-fetch-client`,
    description: `Typed fetch client of ${model.title}`,
    ...shared,
    exports: { ".": "./index.ts", "./operations": "./operations.ts", "./raw": "./raw.ts" },
    dependencies: { "openapi-fetch": openapiFetchVersion() },
  };
  return {
    typesPackage: [json(types), { path: "README.md", text: readme }],
    clientPackage: [json(client), { path: "README.md", text: readme }],
  };
}

function json(content: object): GeneratedFile {
  return { path: "package.json", text: `${JSON.stringify(content, undefined, 2)}\n` };
}

/** The runtime is tested with exactly this version, and upstream is frozen. */
function openapiFetchVersion(): string {
  const manifest = join(import.meta.dirname, "../../node_modules/openapi-fetch/package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
