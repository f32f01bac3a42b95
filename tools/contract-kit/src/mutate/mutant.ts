import {
  type Document,
  type JsonObject,
  type JsonValue,
  documentOf,
  isObject,
  keysOf,
  valueAt,
} from "../document.ts";

import type { Operation } from "../operations.ts";

export type PackageName = "types" | "fetch-client" | "auth" | "emulator";

/** A break of a package instead of the document. */
export type Breakage =
  /** Of an entry of the client's operation table. */
  | { readonly of: "table"; readonly change: (entry: JsonObject) => void }
  /** Of the text of the declarations. */
  | { readonly of: "declarations"; readonly text: string }
  /** Of each answer that a service gives to the operation. */
  | { readonly of: "answer"; readonly change: (response: Response) => Promise<Response> };

/** One thing that is broken, and where: the document and the packages no longer say the same. */
export interface Mutant {
  /** Such as `sendToAll: status 202 becomes 207`. */
  readonly name: string;
  readonly kind: Kind;
  /** Operations and schemas whose judges must object. */
  readonly subject: { readonly operationId: string } | { readonly schema: string };
  readonly document: () => Document;
  /** What is broken in a package; the document is left as it is then. */
  readonly breakage?: Breakage;
}

export type Kind = keyof typeof promises;

/**
 * Which package promises what. A mutant counts for a package only where the package promises the thing: the client does not
 * look at lengths, a type cannot, and only the middleware handles tokens.
 */
export const promises = {
  path: ["types", "fetch-client", "emulator"],
  method: ["types", "fetch-client", "emulator"],
  "parameter name": ["types", "fetch-client"],
  "version parameter": ["types", "fetch-client", "emulator"],
  "parameter location": ["types", "fetch-client"],
  "parameter required": ["types", "emulator"],
  "parameter type": ["types"],
  constraint: ["emulator"],
  "looser constraint": ["emulator"],
  "json media type": ["types", "fetch-client", "emulator"],
  "bytes media type": ["types"],
  "body required": ["types"],
  "success status": ["types", "emulator"],
  "error status": ["types"],
  "optional header": ["types"],
  "required header": ["types", "emulator"],
  "existence code": ["fetch-client", "emulator"],
  "absence code": ["fetch-client"],
  "paging property": ["fetch-client"],
  security: ["auth", "emulator"],
  "schema property": ["types"],
  "schema required": ["types"],
  "schema type": ["types"],
  literal: ["types"],
  "retry class": ["fetch-client"],
  "table entry": ["fetch-client"],
  declaration: ["types"],
  answer: ["emulator"],
} as const satisfies Readonly<Record<string, readonly PackageName[]>>;

/**
 * Whether a service may keep to the document and never give this answer: 404 where 202 or `x-absence` lets it call an absent
 * connection done (see docs/decisions/0041).
 */
export function mayNeverOccur({ absence, responses }: Operation, status: string): boolean {
  return status === "404" && (absence.length > 0 || responses.some((one) => one.status === "202"));
}

/** A copy of the document with a change. */
export function changed(document: Document, change: (root: JsonObject) => void): Document {
  const root = structuredClone(document.root);
  change(root);
  return documentOf(root, document.file, () => 1);
}

/** Puts what an operation refers to into the operation, so that a change touches nothing else. */
export function inline(root: JsonObject, pointer: string): JsonObject {
  const operation = objectAt(root, pointer);
  const follow = (value: JsonValue | undefined): JsonValue | undefined => {
    if (!isObject(value) || typeof value.$ref !== "string") return value;
    return structuredClone(valueAt(root, value.$ref));
  };
  if (Array.isArray(operation.parameters)) {
    operation.parameters = operation.parameters.map((one) => follow(one) ?? null);
  }
  if (operation.requestBody !== undefined) operation.requestBody = follow(operation.requestBody);
  const responses = isObject(operation.responses) ? operation.responses : {};
  for (const [status, value] of Object.entries(responses)) {
    const response = follow(value);
    responses[status] = response;
    if (!isObject(response) || !isObject(response.headers)) continue;
    for (const [name, header] of Object.entries(response.headers)) response.headers[name] = follow(header);
  }
  return operation;
}

/** Gives a key another name and leaves it in its place. */
export function renameKey(owner: JsonObject, from: string, to: string): void {
  const entries = Object.entries(owner).map(([key, value]) => [key === from ? to : key, value] as const);
  for (const key of Object.keys(owner)) delete owner[key];
  Object.assign(owner, Object.fromEntries(entries));
}

export function objectAt(root: JsonObject, pointer: string): JsonObject {
  const value = keysOf(pointer).length === 0 ? root : valueAt(root, pointer);
  if (!isObject(value)) throw new Error(`${pointer} is not an object`);
  return value;
}
