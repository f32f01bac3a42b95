import { toPascalCase, uniqueName } from "../names.ts";
import type { ClientSettings } from "./model.ts";

/** Names that have a meaning in the client's module or its index: what they import, export or use as a global. */
const takenNames = [
  "API_VERSION",
  "ArrayBuffer",
  "AttemptEvent",
  "Blob",
  "BytesBody",
  "CallOptions",
  "ClientContext",
  "LightRequest",
  "ClientOptions",
  "Error",
  "FetchFunction",
  "FormData",
  "InvalidPathParameterError",
  "Middleware",
  "MiddlewareCall",
  "MiddlewareOptions",
  "NoArguments",
  "NonNullable",
  "OperationDescriptor",
  "OperationId",
  "PagedResult",
  "PagingError",
  "ParameterDescriptor",
  "ParameterPlace",
  "Promise",
  "QueryStyle",
  "RawClient",
  "ReadableStream",
  "RequestSummary",
  "RetryEvent",
  "RetryPolicy",
  "ServiceError",
  "ServiceErrorInit",
  "Uint8Array",
  "call",
  "createContext",
  "createMethods",
  "createRaw",
  "createRawClient",
  "OpenapiFetchMiddleware",
  "allowScalars",
  "descriptors",
  "fromOpenapiFetch",
  "operationTable",
  "paginate",
  "paginateByLink",
  "paths",
  "readTextOrBytes",
  "writeBytes",
  "writeForm",
  "writeJson",
  "writeStyled",
  "writeText",
];

/** Hands out the names of the client's module, each once. */
export class ClientNames {
  readonly #taken = new Set(takenNames);
  /** Stem of the client's own names: `SignalRService` → `createSignalRServiceClient`. */
  readonly stem: string;
  readonly #scope: string | undefined;

  /** @param settings The document's wishes. A stem that cannot be had, as `Service` for `ServiceError`, gets `Api` behind it. */
  constructor({ name, scope }: Pick<ClientSettings, "name" | "scope">) {
    this.#scope = scope === undefined ? undefined : toPascalCase(scope);
    let stem = name;
    while (this.#namesOf(stem).some((one) => this.#taken.has(one))) stem += "Api";
    this.stem = stem;
    for (const one of this.#namesOf(stem)) this.#taken.add(one);
  }

  #namesOf(stem: string): string[] {
    return [
      `${stem}Client`,
      `${stem}Context`,
      `${stem}ClientOptions`,
      `${stem}Error`,
      `${stem}ErrorCode`,
      `create${stem}Client`,
      `create${stem}Context`,
      `is${stem}Error`,
      ...(this.#scope === undefined ? [] : [`${stem}${this.#scope}`]),
    ];
  }

  /** The stem of an operation's types. */
  forOperation(id: string): string {
    const wanted = toPascalCase(id);
    for (let count = 1; ; count++) {
      const stem = count === 1 ? wanted : `${wanted}${count}`;
      const names = [
        `${stem}Arguments`,
        ...(this.#scope === undefined ? [] : [`${stem}In${this.#scope}Arguments`]),
      ];
      if (names.some((one) => this.#taken.has(one))) continue;
      for (const one of names) this.#taken.add(one);
      return stem;
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
