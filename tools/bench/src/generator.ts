import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { root, workFolder } from "./packages.ts";

/** The command that people run. */
export const generatorCli = join(root, "tools/generator/src/cli.ts");
/** The document of the packages. */
export const specFile = join(root, "spec/2024-12-01/openapi.yaml");

interface Document {
  paths: Record<string, Record<string, { operationId?: string } | unknown>>;
}

/** The document with every operation `times` over: the first set as it is, the others with paths and names of their own. */
export function multiplyDocument(text: string, times: number): string {
  // Aliases instead of copies would make the file another kind of document.
  const document = parse(text) as Document;
  const { paths } = document;
  const grown: Document["paths"] = { ...paths };
  for (let copy = 2; copy <= times; copy++) {
    for (const [path, item] of Object.entries(paths)) {
      const renamed = structuredClone(item);
      for (const operation of Object.values(renamed)) {
        if (typeof operation === "object" && operation !== null && "operationId" in operation) {
          operation.operationId = `${operation.operationId}Of${copy}`;
        }
      }
      grown[`/area-${copy}${path}`] = renamed;
    }
  }
  return stringify({ ...document, paths: grown }, { aliasDuplicateObjects: false });
}

/** How many times the operations of the document are there where growth is measured. */
export const growthSizes = [1, 40] as const;

/** How many operations the document has. */
export const operationCount = readFileSync(specFile, "utf8").match(/^ +operationId: /gm)?.length ?? 0;

const grown = new Map<number, string>();

/** The folder of `openapi.yaml`, `types` and `fetch-client` of a document that is `times` as large, generated once per run. */
export function grownPackages(times: number): string {
  const known = grown.get(times);
  if (known !== undefined) return known;
  const folder = join(workFolder, "growth", `x${times}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const spec = join(folder, "openapi.yaml");
  writeFileSync(spec, multiplyDocument(readFileSync(specFile, "utf8"), times));
  execFileSync(process.execPath, [generatorCli, "--spec", spec, "--out", folder], { stdio: "ignore" });
  grown.set(times, folder);
  return folder;
}
