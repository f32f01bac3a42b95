import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import type { JsonObject } from "../json.ts";
import type { Model } from "../model/model.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/**
 * `openapi.d.ts`: `paths`, `components` and `operations` as openapi-typescript writes them.
 *
 * The one file that knows openapi-typescript. Bytes (`format: binary`) become `Uint8Array | Blob`, which is what `fetch`
 * takes; a default does not make a property required, since a caller may leave it out.
 */
export async function emitOpenapiTypes(model: Model, document: JsonObject): Promise<GeneratedFile> {
  const nodes = await openapiTS(structuredClone(document) as never, {
    silent: true,
    defaultNonNullable: false,
    transform: (schema) => (schema.format === "binary" ? bytesType() : undefined),
  });
  return { path: "openapi.d.ts", text: `${headerLine(model)}\n${astToString(nodes)}` };
}

function bytesType(): ts.TypeNode {
  return ts.factory.createUnionTypeNode([
    ts.factory.createTypeReferenceNode("Uint8Array"),
    ts.factory.createTypeReferenceNode("Blob"),
  ]);
}
