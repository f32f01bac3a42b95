import type { Model } from "../model/model.ts";
import type { Route } from "../model/routes.ts";
import { sourceLiteral } from "../names.ts";
import { type GeneratedFile, headerLine } from "./source-text.ts";

/** `routes.ts`: what a server needs to know of each operation. */
export function emitRoutes(model: Model, routes: readonly Route[]): GeneratedFile {
  const ids = model.operations.map(({ id }) => `\n  | ${sourceLiteral(id)}`).join("");
  return {
    path: "routes.ts",
    text: `${headerLine(model)}
/** A JSON Schema without references. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface RouteParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface Route {
  readonly operationId: OperationId;
  readonly method: string;
  /** Path template, such as \`/api/hubs/{hub}/:send\`. */
  readonly path: string;
  readonly secured: boolean;
  readonly parameters: readonly RouteParameter[];
  readonly body?: { readonly required: boolean; readonly content: Readonly<Record<string, JsonSchema>> };
  readonly responses: Readonly<
    Record<string, { readonly headers: readonly string[]; readonly mediaTypes: readonly string[] }>
  >;
}

/** IDs of the operations. */
export type OperationId =${ids};

export const apiVersion = ${sourceLiteral(model.apiVersion)};

export const routes: readonly Route[] = ${objectLiteral(routes)};
`,
  };
}

/** JSON as source text: there a plain key `__proto__` sets the prototype, and older compilers end strings at U+2028. */
function objectLiteral(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .replaceAll(/^( *)"__proto__":/gm, '$1["__proto__"]:')
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
