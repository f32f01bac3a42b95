import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { emitClientIndex } from "./emit/client-index.ts";
import { emitClient } from "./emit/client.ts";
import { emitOpenapiTypes } from "./emit/openapi-types.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitRoutes } from "./emit/routes.ts";
import { type GeneratedFile, headerLine } from "./emit/source-text.ts";
import { emitEmptyModule, emitTypesIndex } from "./emit/types-index.ts";
import { buildModel } from "./model/build-model.ts";
import { type Model, usedPaging, usesForms, usesStyles } from "./model/model.ts";
import type { Spec } from "./read-spec.ts";

/** Everything that one document gives, before it is laid out in folders. */
export interface Generated {
  readonly model: Model;
  readonly types: readonly GeneratedFile[];
  readonly client: readonly GeneratedFile[];
  readonly runtime: readonly GeneratedFile[];
  /** Made when asked for: only this repository's own server needs them. */
  readonly routes: () => readonly GeneratedFile[];
  readonly manifest: GeneratedFile;
}

const generatorFolder = join(import.meta.dirname, "..");

/**
 * Generates from a document. Same document, same bytes.
 *
 * @param typesModule Where the client imports its types from.
 */
export async function generate(spec: Spec, typesModule: string): Promise<Generated> {
  const model = buildModel(spec);
  return {
    model,
    types: [
      emitOpenapiTypes(model, spec.document),
      emitTypesIndex(model),
      emitEmptyModule(model),
      emitEmptyModule(model, "openapi.js"),
    ],
    client: [emitOperations(model), emitClient(model, typesModule), emitClientIndex(model)],
    runtime: readRuntime(model),
    routes: () => [emitRoutes(model, spec)],
    manifest: {
      path: "manifest.json",
      text: `${JSON.stringify(
        {
          apiVersion: model.apiVersion,
          specSha256: createHash("sha256").update(spec.text).digest("hex"),
          generator: generatorVersion(),
        },
        undefined,
        2,
      )}\n`,
    },
  };
}

/** The runtime: ordinary modules, copied with the header line; of those that few documents need only what this one uses. */
function readRuntime(model: Model): GeneratedFile[] {
  const folder = join(generatorFolder, "runtime");
  const unused = new Set([
    ...(usesStyles(model) ? [] : ["query-styles.ts"]),
    ...(usesForms(model) ? [] : ["form-body.ts"]),
    ...{ none: ["paging.ts", "link-paging.ts"], token: ["link-paging.ts"], link: [] }[usedPaging(model)],
  ]);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !unused.has(name))
    .toSorted()
    .map((name) => ({
      path: `runtime/${name}`,
      text: headerLine(model) + readFileSync(join(folder, name), "utf8"),
    }));
}

function generatorVersion(): string {
  const { version } = JSON.parse(readFileSync(join(generatorFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
