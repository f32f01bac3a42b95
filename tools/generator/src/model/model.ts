import type { JsonValue } from "../json.ts";
import type { Type } from "./type.ts";

/**
 * What the emitters know: plain data, one entry per operation, nothing of OpenAPI's references and defaults left in it.
 */
export interface Model {
  /** How the source document is named in headers. */
  readonly source: string;
  readonly title: string;
  /** `info.version`. */
  readonly apiVersion: string;
  readonly client: ClientSettings;
  readonly names: ModuleNames;
  readonly schemas: readonly SchemaAlias[];
  readonly operations: readonly Operation[];
  /** Error codes that the document names, sorted. */
  readonly errorCodes: readonly string[];
  /** Path parameters that are declared as a number or boolean somewhere: their values need not be strings. */
  readonly nonStringPathParameters: readonly string[];
  /** What the client cannot express and leaves to `raw`, as readable lines. */
  readonly warnings: readonly string[];
}

/** `info.x-client`, or what stands in for it. */
export interface ClientSettings {
  /** Stem of all names: `SignalRService` → `createSignalRServiceClient`, `SignalRServiceError`. */
  readonly name: string;
  /** The path parameter that can be bound once (`hub`). */
  readonly scope: string | undefined;
  /** Parameters that can be given once for all calls (`application`). */
  readonly defaults: readonly string[];
  /** The query parameter that always holds the API version. */
  readonly apiVersionParameter: string | undefined;
  /** The response header that holds the error code. */
  readonly errorCodeHeader: string | undefined;
}

/** What the client's modules export besides the operations and their arguments. */
export interface ModuleNames {
  readonly client: string;
  readonly context: string;
  readonly options: string;
  readonly error: string;
  readonly errorCode: string;
  readonly createClient: string;
  readonly createContext: string;
  readonly isError: string;
  /** The client with the scope bound, if there is a scope: `SignalRServiceHub`. */
  readonly scoped: string | undefined;
}

export interface SchemaAlias {
  /** Key under `components/schemas`. */
  readonly name: string;
  /** The exported type's name. */
  readonly alias: string;
  /** What the client's module calls it, where the exported name means something else already. */
  readonly local: string;
  readonly description: string | undefined;
  readonly deprecated: boolean;
}

export interface Operation {
  /** Name of the function and of the method, key in the operation table. */
  readonly id: string;
  /** What the function is called in its module, where the name means something else already. */
  readonly localName: string;
  /** Name of the type of its arguments: `SendToUserArguments`. */
  readonly argumentsName: string;
  /** Name of that type without the scope, if there is a scope: `SendToUserInHubArguments`. */
  readonly scopedArgumentsName: string | undefined;
  /** `GET`, `POST`, … */
  readonly method: string;
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** Statuses that the document names for errors. */
  readonly errorStatuses: readonly string[];
  /** Link to a description of the operation, or of the whole (`externalDocs.url`). */
  readonly link: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly result: Result;
  readonly secured: boolean;
  readonly retry: RetryClass;
  /** A 404 with one of these codes answers "no". */
  readonly existenceCodes: readonly string[];
  /** A 404 with one of these codes means the thing was gone already. */
  readonly absenceCodes: readonly string[];
  readonly paging: Paging | undefined;
  /** The fewest arguments that work, for documentation. */
  readonly example: readonly (readonly [key: string, value: JsonValue])[] | undefined;
}

/** `idempotent` is retried after any failure, `send` only if the service definitely rejected it. */
export type RetryClass = "idempotent" | "send";

export type ParameterLocation = "path" | "query" | "header";

/** How a value is written on the wire where it is not the default of its location. */
export type ParameterStyle = "default" | "form" | "csv" | "spaces" | "pipes" | "deepObject" | "json";

export interface Parameter {
  /** Key in the flat argument object. */
  readonly key: string;
  /** Name on the wire. */
  readonly name: string;
  readonly location: ParameterLocation;
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly type: Type;
  readonly description: string | undefined;
  readonly deprecated: boolean;
}

export type MediaKind = "json" | "text" | "form" | "multipart" | "bytes";

export interface Body {
  readonly key: string;
  readonly required: boolean;
  readonly description: string | undefined;
  /** The first one is what is sent when the caller names none, whatever the order in the document. */
  readonly content: readonly BodyContent[];
}

export interface BodyContent {
  readonly mediaType: string;
  readonly kind: MediaKind;
  readonly type: Type;
  /** Type of what an encoder of the application may write as these bytes. */
  readonly valueType: Type | undefined;
}

/**
 * What a method resolves to: nothing, the body, the body or `undefined`, yes or no, or an iterator over pages.
 */
export type ResultKind = "none" | "data" | "optional" | "existence" | "pages";

export interface Result {
  readonly kind: ResultKind;
  /** Type of the body (of one page where paged). */
  readonly type: Type;
  /** Media types asked for with `Accept`. */
  readonly accept: readonly string[];
  readonly description: string | undefined;
}

export interface Paging {
  readonly itemsKey: string;
  /** Whether a page may come without its list. */
  readonly itemsOptional: boolean;
  readonly nextLinkKey: string;
  /** The query parameter whose value is taken out of the link; where absent, the link is followed. */
  readonly continuationParameter: string | undefined;
  readonly limitParameter: string | undefined;
}

/** Media types of MessagePack whose values have a type. */
export function messagePackTypes(model: Model): string[] {
  const content = model.operations.flatMap(({ body }) => body?.content ?? []);
  return [...new Set(content.flatMap(({ mediaType, valueType }) => (valueType ? mediaType : [])))];
}

/** Whether lists are paged. */
export function usesPaging(model: Model): boolean {
  return model.operations.some(({ paging }) => paging !== undefined);
}
