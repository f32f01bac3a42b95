import type { Model, SchemaAlias } from "../model/model.ts";
import { sourceLiteral } from "../names.ts";
import { type RuntimeName, runtimeNames } from "../runtime-names.ts";
import type { TypeNames } from "./print-type.ts";

/** Where a generated client imports from. */
export interface ModulePaths {
  /** The module of the types of this version. */
  readonly types: string;
  /** The folder of the runtime, relative to the folder of the client: `./runtime`. */
  readonly runtime: string;
}

/** Collects the imports of a generated module while its code is printed. */
export class Imports implements TypeNames {
  readonly #schemas: ReadonlyMap<string, SchemaAlias>;
  readonly #modules: ModulePaths;
  /** What is imported of each module: the import specifier, and whether it is a type. */
  readonly #imported = new Map<string, Map<string, boolean>>();

  constructor({ schemas }: Model, modules: ModulePaths) {
    this.#schemas = new Map(schemas.map((schema) => [schema.name, schema]));
    this.#modules = modules;
  }

  /** Imports a value from another module of the client (`"context"`). */
  value(name: string, module: string): string {
    return this.#add(`./${module}.js`, name, false);
  }

  /** Imports a type from another module of the client. */
  type(name: string, module: string): string {
    return this.#add(`./${module}.js`, name, true);
  }

  /** Imports everything of another module of the client under one name. */
  namespace(name: string, module: string): string {
    this.#add(`./${module}.js`, `* as ${name}`, false);
    return name;
  }

  runtimeValue(name: RuntimeName): string {
    return this.#add(this.#runtimeModule(name), name, false);
  }

  runtimeType(name: RuntimeName): string {
    return this.#add(this.#runtimeModule(name), name, true);
  }

  schema(name: string): string {
    const schema = this.#schemas.get(name);
    if (schema === undefined) throw new Error(`The document has no schema ${name}`);
    const { alias, local } = schema;
    this.#add(this.#modules.types, alias === local ? alias : `${alias} as ${local}`, true);
    return local;
  }

  paths(): string {
    return this.#add(this.#modules.types, "paths", true);
  }

  bytesBody(): string {
    return this.runtimeType("BytesBody");
  }

  /** The import declarations: modules of the client first, then the runtime, then the types. */
  toString(): string {
    const rank = (module: string) =>
      module === this.#modules.types ? 2 : module.startsWith(`${this.#modules.runtime}/`) ? 1 : 0;
    return [...this.#imported]
      .toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(([module, names]) => declaration(module, names))
      .join("");
  }

  #runtimeModule(name: RuntimeName): string {
    const [module] =
      Object.entries(runtimeNames).find(([, names]: [string, readonly string[]]) => names.includes(name)) ??
      [];
    return `${this.#modules.runtime}/${module}.js`;
  }

  #add(module: string, name: string, isType: boolean): string {
    const names = this.#imported.get(module) ?? new Map<string, boolean>();
    this.#imported.set(module, names.set(name, isType && names.get(name) !== false));
    return name;
  }
}

function declaration(module: string, names: ReadonlyMap<string, boolean>): string {
  const from = ` from ${sourceLiteral(module)};\n`;
  const sorted = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const [[first] = [""]] = sorted;
  if (first.startsWith("* as ")) return `import ${first}${from}`;
  const isTypeOnly = sorted.every(([, isType]) => isType);
  const list = sorted.map(([name, isType]) => (isType && !isTypeOnly ? `type ${name}` : name)).join(", ");
  return `import ${isTypeOnly ? "type " : ""}{ ${list} }${from}`;
}
