import {
  type Document,
  type JsonObject,
  type JsonValue,
  documentOf,
  isObject,
  keysOf,
  valueAt,
} from "../document.ts";

export type PackageName = "types" | "fetch-client" | "auth" | "emulator";

/** One thing that is broken, and where: the document that the judges are given says something else than the packages do. */
export interface Mutant {
  /** Such as `sendToAll: status 202 becomes 207`. */
  readonly name: string;
  readonly kind: Kind;
  /** Operations and schemas whose judges must object. */
  readonly subject: { readonly operationId: string } | { readonly schema: string };
  readonly document: () => Document;
}

export type Kind = keyof typeof promises;

/**
 * Which package promises what. A mutant counts for a package only where the package promises the thing: the client does not
 * look at lengths, a type cannot, and nobody but the middleware sees to tokens.
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
} as const satisfies Readonly<Record<string, readonly PackageName[]>>;

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
  if (!isObject(value)) throw new Error(`${pointer} is no object`);
  return value;
}
