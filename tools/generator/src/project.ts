import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { buildPackageFiles } from "./emit/package-files.ts";
import { emitOperationParameters } from "./emit/operation-parameters.ts";
import { emitRouteTables } from "./emit/route-tables.ts";
import { emitRoutes } from "./emit/routes.ts";
import { type GeneratedFile, headerLine } from "./emit/source-text.ts";
import { type Generated, generate } from "./generate.ts";
import type { Route } from "./model/routes.ts";
import { readSpec } from "./read-spec.ts";
import { copyRuntime } from "./runtime.ts";

/** A folder that belongs to the generator, and all that belongs into it. */
export interface OutputFolder {
  readonly folder: string;
  readonly files: readonly GeneratedFile[];
}

export interface Output {
  readonly folders: readonly OutputFolder[];
  readonly warnings: readonly string[];
  readonly operations: number;
}

const readme = `The files in this folder are written by the generator and replaced as a whole: run \`pnpm generate\` instead of editing them.
`;

/** The `generated/` folders of this repository, from every version under `spec/`. The newest one is what the packages export. */
export async function generateProject(root: string): Promise<Output> {
  const versions = readdirSync(join(root, "spec"))
    .filter((name) => existsSync(join(root, "spec", name, "openapi.yaml")))
    .toSorted();
  const current = versions.at(-1);
  if (current === undefined)
    throw new Error(`No document under ${join(root, "spec")}: expected spec/<version>/openapi.yaml`);

  const types: GeneratedFile[] = [{ path: "README.md", text: readme }];
  const client: GeneratedFile[] = [{ path: "README.md", text: readme }];
  const emulator: GeneratedFile[] = [{ path: "README.md", text: readme }];
  const warnings: string[] = [];
  const routeTables: (readonly Route[])[] = [];
  let operations = 0;
  for (const version of versions) {
    const path = join("spec", version, "openapi.yaml");
    const generated = await generate(readSpec(join(root, path), path), {
      types: `@x/types/${version}`,
      // The runtime is imported where it is.
      runtime: "../../src",
    });
    const header = headerLine(generated.model);
    warnings.push(...generated.model.warnings);
    types.push(...inFolder(version, generated.types));
    client.push(...inFolder(version, generated.client));
    const routes = generated.routes();
    routeTables.push(routes);
    emulator.push(...inFolder(version, [emitRoutes(generated.model, routes)]));
    if (version === current) {
      operations = generated.model.operations.length;
      types.push(
        { path: "index.d.ts", text: `${header}\nexport * from "./${version}/index.js";\n` },
        { path: "index.js", text: `${header}export {};\n` },
        generated.manifest,
      );
      client.push(
        ...["index", "operations", "raw"].map((entry) => ({
          path: `${entry}.ts`,
          text: `${header}\nexport * from "./${version}/${entry}.js";\n`,
        })),
        generated.manifest,
      );
      const operationIds = new Set(routeTables.flat().map(({ operationId }) => operationId));
      emulator.push(
        emitRouteTables(header, versions, operationIds),
        emitOperationParameters(header, routeTables, generated.model.client.apiVersionParameter),
        generated.manifest,
      );
    }
  }
  return {
    folders: [
      { folder: join(root, "packages/types/generated"), files: types },
      { folder: join(root, "packages/fetch-client/generated"), files: client },
      { folder: join(root, "packages/emulator/generated"), files: emulator },
    ],
    warnings,
    operations,
  };
}

/** Two complete packages for any document: `types` and `fetch-client`, side by side. */
export async function generatePackages(specFile: string, out: string, cwd: string): Promise<Output> {
  if (!statSync(specFile, { throwIfNoEntry: false }))
    throw new Error(`The document ${specFile} does not exist`);
  const generated: Generated = await generate(readSpec(specFile, sourceName(specFile, cwd)), {
    types: "../types/index.js",
    runtime: "./runtime",
  });
  const { typesPackage, clientPackage } = buildPackageFiles(generated.model, readme);
  return {
    folders: [
      { folder: join(out, "types"), files: [...typesPackage, ...generated.types, generated.manifest] },
      {
        folder: join(out, "fetch-client"),
        files: [
          ...clientPackage,
          ...generated.client,
          ...copyRuntime(generated.model, generated.client),
          generated.manifest,
        ],
      },
    ],
    warnings: generated.model.warnings,
    operations: generated.model.operations.length,
  };
}

/** The same header wherever the command runs: relative inside the caller's folder, the bare name elsewhere. */
function sourceName(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") ? basename(file) : path;
}

function inFolder(folder: string, files: readonly GeneratedFile[]): GeneratedFile[] {
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
}
