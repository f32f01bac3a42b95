import type { Model } from "../model/model.ts";
import { propertyKey } from "../names.ts";
import { Imports, type ModulePaths } from "./imports.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `raw.ts`: the openapi-fetch client of the document, in an entry point of its own. */
export function emitRaw(model: Model, modules: ModulePaths): GeneratedFile {
  const { apiVersionParameter } = model.client;
  const imports = new Imports(model, modules);
  const options = imports.type(model.names.options, "context");
  const createContext = imports.value(model.names.createContext, "context");
  if (apiVersionParameter !== undefined) imports.value("API_VERSION", "descriptors");
  imports.value("operationTable", "operation-table");
  imports.runtimeType("RawClient");
  imports.runtimeValue("createRaw");
  imports.paths();
  const query =
    apiVersionParameter === undefined ? "" : `, { ${propertyKey(apiVersionParameter)}: API_VERSION }`;
  return {
    path: "raw.ts",
    text: `${headerLine(model)}
${imports}
export type { RawClient } from "${modules.runtime}/raw-client.js";

/**
 * Creates an openapi-fetch client for this API, with the middleware, path checks, headers and response size limit of the other
 * client. It does not retry, and does not throw for error responses.
 *
 * @throws {TypeError} If the endpoint is not an absolute http or https URL without credentials, query or fragment.
 * @example
 * \`\`\`ts
 * const raw = createRawClient({ endpoint: "https://example.com" });
 * \`\`\`
 */
export function createRawClient(options: ${options}): RawClient<paths> {
  return createRaw<paths>(${createContext}(options), Object.values(operationTable)${query});
}
`,
  };
}
