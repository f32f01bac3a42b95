import { toPascalCase, uniqueName } from "../names.ts";
import { runtimeNames } from "../runtime-names.ts";
import type { ClientSettings, ModuleNames, Operation } from "./model.ts";

/** Names that have a meaning in the client's modules: the runtime's, those that do not depend on the document, and globals. */
const takenNames = [
  ...Object.values(runtimeNames).flat(),
  "API_VERSION",
  "OperationId",
  "createRawClient",
  "descriptors",
  "operationTable",
  "paths",
  "ArrayBuffer",
  "Blob",
  "Error",
  "FormData",
  "NonNullable",
  "Promise",
  "ReadableStream",
  "Uint8Array",
];

function moduleNames(stem: string, scope: string | undefined): ModuleNames {
  return {
    client: `${stem}Client`,
    context: `${stem}Context`,
    options: `${stem}ClientOptions`,
    error: `${stem}Error`,
    errorCode: `${stem}ErrorCode`,
    createClient: `create${stem}Client`,
    createContext: `create${stem}Context`,
    isError: `is${stem}Error`,
    scoped: scope === undefined ? undefined : `${stem}${scope}`,
  };
}

/** Hands out the names of the client's modules, each once. */
export class ClientNames {
  readonly #taken = new Set<string>(takenNames);
  /** Stem of the client's own names: `SignalRService` → `createSignalRServiceClient`. */
  readonly stem: string;
  readonly module: ModuleNames;
  readonly #scope: string | undefined;

  /** @param settings The document's wishes. A stem that is not available, as `Service` for `ServiceError`, gets the suffix `Api`. */
  constructor({ name, scope }: Pick<ClientSettings, "name" | "scope">) {
    this.#scope = scope === undefined ? undefined : toPascalCase(scope);
    let stem = name;
    while (!this.#take(Object.values(moduleNames(stem, this.#scope)))) stem += "Api";
    this.stem = stem;
    this.module = moduleNames(stem, this.#scope);
  }

  /** Takes all of the names, or none. */
  #take(names: readonly (string | undefined)[]): boolean {
    if (names.some((name) => name !== undefined && this.#taken.has(name))) return false;
    for (const name of names) if (name !== undefined) this.#taken.add(name);
    return true;
  }

  /** The names of an operation's types. */
  forOperation(id: string): Pick<Operation, "argumentsName" | "scopedArgumentsName"> {
    for (let count = 1; ; count++) {
      const stem = `${toPascalCase(id)}${count === 1 ? "" : count}`;
      const argumentsName = `${stem}Arguments`;
      const scopedArgumentsName = this.#scope === undefined ? undefined : `${stem}In${this.#scope}Arguments`;
      if (this.#take([argumentsName, scopedArgumentsName])) return { argumentsName, scopedArgumentsName };
    }
  }

  /** What the function of an operation is called where it is declared; call it after all types have their names. */
  forFunction(id: string): string {
    return uniqueName(id, this.#taken);
  }

  /** What a schema's exported type is called in here. */
  forSchema(alias: string): string {
    return this.#taken.has(alias)
      ? uniqueName(`${alias}Schema`, this.#taken)
      : uniqueName(alias, this.#taken);
  }
}
