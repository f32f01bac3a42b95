import type { Model } from "../model/model.ts";
import { propertyKey, sourceLiteral } from "../names.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/**
 * `raw.ts`: the openapi-fetch client of the document, behind a door of its own.
 *
 * @param typesModule Where the types of this version are imported from.
 */
export function emitRaw(model: Model, typesModule: string): GeneratedFile {
  const { name, apiVersionParameter } = model.client;
  const query =
    apiVersionParameter === undefined ? "" : `, { ${propertyKey(apiVersionParameter)}: API_VERSION }`;
  return {
    path: "raw.ts",
    text: `${headerLine(model)}
import { type ${name}ClientOptions, create${name}Context } from "./context.js";
${query && `import { API_VERSION } from "./descriptors.js";\n`}import { operationTable } from "./operation-table.js";
import { type RawClient, createRaw } from "./runtime/raw-client.js";
import type { paths } from ${sourceLiteral(typesModule)};

export type { RawClient } from "./runtime/raw-client.js";

/**
 * Creates the openapi-fetch client of the document, over the transport of the other calls: the same middleware, path
 * safety, headers and limit of a body. It neither retries nor throws on an error status.
 *
 * @throws {TypeError} when the endpoint is not an absolute http or https URL without credentials, query and fragment.
 * @example
 * \`\`\`ts
 * const raw = createRawClient({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function createRawClient(options: ${name}ClientOptions): RawClient<paths> {
  return createRaw<paths>(create${name}Context(options), Object.values(operationTable)${query});
}
`,
  };
}
