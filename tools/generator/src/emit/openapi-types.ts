import { astToString } from "openapi-typescript/dist/lib/ts.mjs";
import { resolveRef, scanDiscriminators } from "openapi-typescript/dist/lib/utils.mjs";
import transformSchema from "openapi-typescript/dist/transform/index.mjs";
import ts from "typescript";
import type { JsonObject } from "../json.ts";
import type { Model } from "../model/model.ts";
import { withPlainReferences } from "../plain-references.ts";
import { nameRecursiveSchemas } from "./recursive-schemas.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/**
 * `openapi.d.ts`: `paths`, `components` and `operations` as openapi-typescript writes them.
 *
 * The one file that knows openapi-typescript. It takes the library's transformation alone: its entry point loads a linter
 * and a bundler as well and has them go through the document, which has been read and checked here already, and that costs
 * more than everything else. Bytes (`format: binary`) become `Uint8Array | Blob`, which is what `fetch` takes; a default
 * does not make a property required, since a caller may leave it out.
 */
export function emitOpenapiTypes(model: Model, document: JsonObject): GeneratedFile {
  // A copy: looking for discriminators changes the schemas that they name.
  const schema = withPlainReferences(document);
  const silent = { silent: true };
  const nodes = transformSchema(schema, {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    defaultNonNullable: false,
    discriminators: scanDiscriminators(schema, silent),
    emptyObjectsUnknown: false,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    resolve: (reference: string) => resolveRef(schema, reference, silent),
    transform: (member: JsonObject) => (member.format === "binary" ? bytesType() : undefined),
  });
  return {
    path: "openapi.d.ts",
    text: `${headerLine(model)}\n${astToString(nameRecursiveSchemas(nodes, schema))}`,
  };
}

function bytesType(): ts.TypeNode {
  return ts.factory.createUnionTypeNode([
    ts.factory.createTypeReferenceNode("Uint8Array"),
    ts.factory.createTypeReferenceNode("Blob"),
  ]);
}
