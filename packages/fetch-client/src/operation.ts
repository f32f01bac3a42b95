import type { BodyWriter } from "./body.js";
import type { Paginate } from "./paging.js";
import type { ResponseReader } from "./response-body.js";
import type { QueryWriter } from "./query-styles.js";

/** The location of a parameter; a tuple if its name in the request or its style differs from the default. */
export type ParameterDescriptor =
  | ParameterPlace
  | readonly [place: ParameterPlace, name: string, style?: QueryStyle];

/**
 * The style of a query parameter (OpenAPI, "Style Values"), if it is not a value or list in the style `form` with `explode`. `form`
 * stands for an object in that style, whose members become parameters. `csv`, `spaces` and `pipes` are `form`, `spaceDelimited` and
 * `pipeDelimited` without `explode`.
 */
export type QueryStyle = "form" | "csv" | "spaces" | "pipes" | "deepObject" | "json";

/** Location of a parameter in the request. */
export type ParameterPlace = "path" | "query" | "header";

/**
 * Describes an operation to the runtime. Features that only some operations need are functions in their descriptors, so that a
 * bundle contains only the features of its operations.
 */
export interface OperationDescriptor {
  /** The `operationId` in the document, which is also the name of the function and of the method. */
  readonly id: string;
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Path template, such as `/pets/{id}`. */
  readonly path: string;
  /** Parameters by argument name; path parameters come first. */
  readonly parameters?: Readonly<Record<string, ParameterDescriptor>>;
  /** Serializes query parameters that have a style. */
  readonly writeQuery?: QueryWriter;
  /** Media types of the body; the first is the default. */
  readonly body?: readonly string[];
  /** Serializes the body. */
  readonly writeBody?: BodyWriter;
  /** Name of the argument for the body. Default: `body`. */
  readonly bodyKey?: string;
  /** Whether the body can be omitted. */
  readonly bodyOptional?: boolean;
  /** Kind of the result that the method resolves to. */
  readonly result: "none" | "data" | "optional" | "existence" | "pages";
  /** Value of the `Accept` header. Default: `application/json`. */
  readonly accept?: string;
  /** Reads a response that is not JSON. */
  readonly readBody?: ResponseReader;
  /** Retry class: `idempotent` can be retried after any failure, `send` only if the service definitely rejected the request. */
  readonly retry: "idempotent" | "send";
  /** Whether the operation requires a credential. */
  readonly secured?: boolean;
  /** Error codes for which a 404 is not an error: "no" for an existence check, "already gone" otherwise. */
  readonly absence?: readonly string[];
  /** Paging: property names in the body of a page, and names of query parameters. */
  readonly paging?: {
    readonly items: string;
    readonly nextLink: string;
    /** Query parameter that is taken from the link. If absent, the link is followed. */
    readonly continuation?: string;
    /** Query parameter that limits the total number of items. */
    readonly limit?: string;
  };
  /** Iterates over the pages. */
  readonly paginate?: Paginate;
}
