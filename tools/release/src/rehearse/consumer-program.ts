import { buildModel } from "../../../generator/src/model/build-model.ts";
import { type TypeNames, printType } from "../../../generator/src/emit/print-type.ts";
import type { Model, Operation } from "../../../generator/src/model/model.ts";
import { propertyKey } from "../../../generator/src/names.ts";
import { readSpec } from "../../../generator/src/read-spec.ts";

/**
 * A program that uses everything a version has: it imports every type, and calls every method with every argument and takes
 * its answer, with the types of that version. It compiles against later packages exactly when they break no one who is
 * compiled against them.
 *
 * @param document The document of the version that the program was written for.
 * @param modules Where client and types are imported from.
 * @param earlier Where the same is imported from as it was.
 */
export function consumerProgram(
  document: string,
  modules: { readonly client: string; readonly types: string },
  earlier: { readonly client: string; readonly types: string },
): string {
  const model = buildModel(readSpec(document));
  const client = `${model.client.name}Client`;
  const aliases = model.schemas.map(({ alias }) => alias);
  return `import type { ${client} } from ${JSON.stringify(modules.client)};
import type { ${aliases.join(", ")} } from ${JSON.stringify(modules.types)};
import type { ${client} as Earlier${client} } from ${JSON.stringify(earlier.client)};
import type * as earlier from ${JSON.stringify(earlier.types)};

declare const client: ${client};
declare function given<Type>(): Type;
type Given<Method extends keyof Earlier${client}> = Earlier${client}[Method] extends (args: infer Arguments, ...rest: never[]) => unknown ? Arguments : never;
type Answer<Method extends keyof Earlier${client}> = Earlier${client}[Method] extends (...args: never[]) => infer Result ? Result : never;

export type Used = [${aliases.join(", ")}];

${model.operations.map((operation) => call(operation, model)).join("\n")}
`;
}

function call({ id, parameters, body }: Operation, model: Model): string {
  const bound = new Set([model.client.apiVersionParameter]);
  const keys = parameters
    .filter(({ name }) => !bound.has(name))
    .map(({ key }) => `${propertyKey(key)}: given<Given<"${id}">[${JSON.stringify(key)}]>()`);
  const json = body?.content.find(({ kind }) => kind === "json");
  const bytes = body?.content.find(({ kind }) => kind === "bytes");
  if (body && json)
    keys.push(`${propertyKey(body.key)}: given<${printType(json.type, earlierNames(model))}>()`);
  else if (body && bytes)
    keys.push(
      `${propertyKey(body.key)}: given<Uint8Array>()`,
      `contentType: ${JSON.stringify(bytes.mediaType)}`,
    );
  const args = keys.length === 0 ? "" : `{ ${keys.join(", ")} }`;
  return `export const ${id}: Answer<"${id}"> = client.${id}(${args});`;
}

/** The names of the earlier types. */
function earlierNames(model: Model): TypeNames {
  const aliases = new Map(model.schemas.map(({ name, alias }) => [name, alias]));
  return {
    schema: (name) => `earlier.${aliases.get(name)}`,
    paths: () => "earlier.paths",
    bytesBody: () => "Uint8Array",
  };
}
