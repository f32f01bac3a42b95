import type { Model } from "../model/model.ts";
import { sourceLiteral } from "../names.ts";
import { type GeneratedFile, docComment, docText, headerLine } from "./source-text.ts";

/** `index.d.ts` of a version: a named export for every schema, in addition to `paths`, `components` and `operations`. */
export function emitTypesIndex(model: Model): GeneratedFile {
  const aliases = model.schemas.map(
    ({ name, alias, description, deprecated }) =>
      docComment([docText(description), deprecated ? "@deprecated" : undefined]) +
      `export type ${alias} = components["schemas"][${sourceLiteral(name)}];\n`,
  );
  const imports = aliases.length > 0 ? `import type { components } from "./openapi.js";\n\n` : "";
  return {
    path: "index.d.ts",
    text: `${headerLine(model)}\n${imports}export type { components, operations, paths } from "./openapi.js";\n\n${aliases.join("\n")}`,
  };
}

/** The module behind `index.d.ts`: empty, so that an import that a compiler did not erase still resolves. */
export function emitEmptyModule(model: Model, path = "index.js"): GeneratedFile {
  return { path, text: `${headerLine(model)}export {};\n` };
}
