import { sourceLiteral } from "../names.ts";
import type { GeneratedFile } from "./source-text.ts";

/**
 * `index.ts` next to the folders of versions: the routes of each of them.
 *
 * @param versions The oldest first.
 * @param operationIds Those of all versions.
 */
export function emitRouteTables(
  header: string,
  versions: readonly string[],
  operationIds: ReadonlySet<string>,
): GeneratedFile {
  const modules = versions.map((version) => ({ version, name: `v${version.replaceAll(/\W/g, "_")}` }));
  const lines = (line: (module: { readonly version: string; readonly name: string }) => string): string =>
    modules.map(line).join("\n");
  const current = versions.at(-1);
  return {
    path: "index.ts",
    text: `${header}
${lines(({ version, name }) => `import * as ${name} from "./${version}/routes.js";`)}

export { apiVersion, routes } from "./${current}/routes.js";
export type { JsonSchema, RouteParameter } from "./${current}/routes.js";
export type { OperationId as OldestOperationId } from "./${versions[0]}/routes.js";
export type { OperationBodies, OperationParameters } from "./operation-parameters.js";

/** An operation of any API version. */
export type Route =
${lines(({ name }) => `  | ${name}.Route`)};

/** IDs of the operations of all API versions. */
export type OperationId =
${[...operationIds].map((id) => `  | ${sourceLiteral(id)}`).join("\n")};

/** The operations of each API version, oldest first. */
export const routeTables: ReadonlyMap<string, readonly Route[]> = new Map<string, readonly Route[]>([
${lines(({ version, name }) => `  [${sourceLiteral(version)}, ${name}.routes],`)}
]);
`,
  };
}
