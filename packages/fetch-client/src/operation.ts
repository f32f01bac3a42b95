import type { BodyWriter } from "./body.js";
import type { Paginate } from "./paging.js";
import type { ResponseReader } from "./response-body.js";
import type { QueryWriter } from "./query-styles.js";

/** Where a parameter is written; with its wire name and style where they are not the usual ones. */
export type ParameterDescriptor =
  | ParameterPlace
  | readonly [place: ParameterPlace, name: string, style?: QueryStyle];

/**
 * How a query parameter is written (OpenAPI, "Style Values") where it is not `form` with `explode` of a value or a list:
 * `form` here is that of an object, whose members become parameters, and `csv`, `spaces` and `pipes` are `form`,
 * `spaceDelimited` and `pipeDelimited` without `explode`.
 */
export type QueryStyle = "form" | "csv" | "spaces" | "pipes" | "deepObject" | "json";

/** Part of the request that a parameter stands in. */
export type ParameterPlace = "path" | "query" | "header";

/**
 * What a call needs to know of an operation. Its functions are what few operations need: a bundle has those of the
 * operations that it has.
 */
export interface OperationDescriptor {
  /** The `operationId` of the document: name of the function and of the method. */
  readonly id: string;
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Path template, e.g. `/pets/{id}`. */
  readonly path: string;
  /** Keyed by argument; path parameters come first. */
  readonly parameters?: Readonly<Record<string, ParameterDescriptor>>;
  /** Writes query parameters that have a style. */
  readonly writeQuery?: QueryWriter;
  /** Media types of the body; the first is the default. */
  readonly body?: readonly string[];
  /** Writes the body. */
  readonly writeBody?: BodyWriter;
  /** Name of the argument that holds the body, if not `body`. */
  readonly bodyKey?: string;
  /** Whether a call without a body is allowed. */
  readonly bodyOptional?: boolean;
  /** What the method resolves to. */
  readonly result: "none" | "data" | "optional" | "existence" | "pages";
  /** Value of `Accept`, if not `application/json`. */
  readonly accept?: string;
  /** Reads an answer that is not JSON. */
  readonly readBody?: ResponseReader;
  /** `idempotent` may be retried after any failure, `send` only where the service definitely refused it. */
  readonly retry: "idempotent" | "send";
  /** Whether a credential is expected. */
  readonly secured?: boolean;
  /** Codes with which a 404 is an answer: "no" to an existence check, "already gone" otherwise. */
  readonly absence?: readonly string[];
  /** Names in the body of a page, and of the query parameters that ask for the next one. */
  readonly paging?: {
    readonly items: string;
    readonly nextLink: string;
    /** What is taken out of the link; where absent, the link is followed. */
    readonly continuation?: string;
    /** What limits all pages together. */
    readonly limit?: string;
  };
  /** Iterates over the pages. */
  readonly paginate?: Paginate;
}
