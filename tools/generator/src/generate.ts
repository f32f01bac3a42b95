import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emitArguments } from "./emit/arguments.ts";
import { emitClientIndex } from "./emit/client-index.ts";
import { emitClient } from "./emit/client.ts";
import { emitContext } from "./emit/context.ts";
import { emitDescriptors, emitOperationTable } from "./emit/descriptors.ts";
import type { ModulePaths } from "./emit/imports.ts";
import { emitOpenapiTypes } from "./emit/openapi-types.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitRaw } from "./emit/raw.ts";
import type { GeneratedFile } from "./emit/source-text.ts";
import { emitEmptyModule, emitTypesIndex } from "./emit/types-index.ts";
import { buildModel } from "./model/build-model.ts";
import type { Model } from "./model/model.ts";
import { type Route, buildRoutes } from "./model/routes.ts";
import type { Spec } from "./read-spec.ts";

/** Everything that one document gives, before it is laid out in folders. */
export interface Generated {
  readonly model: Model;
  readonly types: readonly GeneratedFile[];
  readonly client: readonly GeneratedFile[];
  /** Made when asked for: only this repository's own server needs them. */
  readonly routes: () => readonly Route[];
  readonly manifest: GeneratedFile;
}

const generatorFolder = join(import.meta.dirname, "..");

/** Generates from a document. Same document, same bytes. */
export async function generate(spec: Spec, modules: ModulePaths): Promise<Generated> {
  const model = buildModel(spec);
  return {
    model,
    types: [
      emitOpenapiTypes(model, spec.document),
      emitTypesIndex(model),
      emitEmptyModule(model),
      emitEmptyModule(model, "openapi.js"),
    ],
    client: [
      emitArguments(model, modules),
      emitClient(model, modules),
      emitClientIndex(model, modules),
      emitContext(model, modules),
      emitDescriptors(model, modules),
      emitOperationTable(model),
      emitOperations(model, modules),
      emitRaw(model, modules),
    ],
    routes: () => buildRoutes(spec, model.operations),
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

function generatorVersion(): string {
  const { version } = JSON.parse(readFileSync(join(generatorFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
