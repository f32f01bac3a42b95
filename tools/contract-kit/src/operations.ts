import { type Document, type JsonObject, type JsonValue, isObject, join } from "./document.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A schema in the document; validators are looked up by its pointer. */
export interface SchemaPlace {
  readonly pointer: string;
  readonly value: JsonValue;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: SchemaPlace;
  readonly example: JsonValue | undefined;
  /** Arrays in the query: `a=1&a=2` rather than `a=1,2`. */
  readonly explode: boolean;
}

export interface Body {
  readonly required: boolean;
  /** By media type, in the document's order. */
  readonly content: ReadonlyMap<string, SchemaPlace>;
  readonly examples: ReadonlyMap<string, JsonValue>;
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly schema: SchemaPlace;
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly headers: readonly Header[];
  readonly content: ReadonlyMap<string, SchemaPlace>;
  /** The declared body may be missing. */
  readonly bodyOptional: boolean;
}

export interface Paging {
  readonly itemName: string;
  readonly nextLinkName: string;
  readonly continuationParameter: string;
  readonly limitParameter: string | undefined;
}

export interface Operation {
  readonly operationId: string;
  readonly pointer: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: readonly Response[];
  /** Whether a token is required: some requirement, and none of them empty. */
  readonly secured: boolean;
  readonly retry: string | undefined;
  /** Codes with which a 404 answers "no". */
  readonly existence: readonly string[];
  /** Codes with which a 404 means that the thing is gone already. */
  readonly absence: readonly string[];
  readonly paging: Paging | undefined;
}

/** Every operation of the document, in its order. */
export function readOperations(document: Document): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of entries(document.root.paths)) {
    for (const method of methods) {
      if (isObject(item) && isObject(item[method])) {
        operations.push(readOperation(document, path, method, item, item[method]));
      }
    }
  }
  return operations;
}

/** @throws Error when the document has no such operation. */
export function findOperation(document: Document, operationId: string): Operation {
  const found = readOperations(document).find((operation) => operation.operationId === operationId);
  if (!found) throw new Error(`${document.file} has no operation ${operationId}`);
  return found;
}

function readOperation(
  document: Document,
  path: string,
  method: string,
  item: JsonObject,
  operation: JsonObject,
): Operation {
  const pointer = join("#/paths", path, method);
  const security = Array.isArray(operation.security) ? operation.security : asArray(document.root.security);
  const paging = operation["x-ms-pageable"];
  return {
    operationId: String(operation.operationId),
    pointer,
    method: method.toUpperCase(),
    path,
    parameters: [join("#/paths", path), pointer].flatMap((owner, index) =>
      asArray((index === 0 ? item : operation).parameters).map((_, place) =>
        readParameter(document, join(owner, "parameters", place)),
      ),
    ),
    body: operation.requestBody === undefined ? undefined : readBody(document, join(pointer, "requestBody")),
    responses: entries(operation.responses).map(([status]) =>
      readResponse(document, join(pointer, "responses", status), status),
    ),
    secured: security.length > 0 && security.every((one) => isObject(one) && Object.keys(one).length > 0),
    retry: typeof operation["x-retry"] === "string" ? operation["x-retry"] : undefined,
    existence: asArray(operation["x-existence"]).map(String),
    absence: asArray(operation["x-absence"]).map(String),
    paging: isObject(paging)
      ? {
          itemName: String(paging.itemName),
          nextLinkName: String(paging.nextLinkName),
          continuationParameter: String(paging.continuationParameter),
          limitParameter: typeof paging.limitParameter === "string" ? paging.limitParameter : undefined,
        }
      : undefined,
  };
}

function readParameter(document: Document, at: string): Parameter {
  const { pointer, value } = document.resolve(at);
  const parameter = isObject(value) ? value : {};
  return {
    name: String(parameter.name),
    in: String(parameter.in),
    required: parameter.required === true,
    schema: document.resolve(join(pointer, "schema")),
    example: parameter.example,
    explode: parameter.explode !== false,
  };
}

function readBody(document: Document, at: string): Body {
  const { pointer, value } = document.resolve(at);
  const body = isObject(value) ? value : {};
  const examples = new Map<string, JsonValue>();
  for (const [mediaType, media] of entries(body.content)) {
    const [first] = isObject(media) ? entries(media.examples) : [];
    if (first && isObject(first[1]) && first[1].value !== undefined) examples.set(mediaType, first[1].value);
  }
  return { required: body.required === true, content: readContent(document, pointer, body), examples };
}

function readResponse(document: Document, at: string, status: string): Response {
  const { pointer, value } = document.resolve(at);
  const response = isObject(value) ? value : {};
  return {
    status,
    headers: entries(response.headers).map(([name]) => {
      const header = document.resolve(join(pointer, "headers", name));
      return {
        name,
        required: isObject(header.value) && header.value.required === true,
        schema: document.resolve(join(header.pointer, "schema")),
      };
    }),
    content: readContent(document, pointer, response),
    bodyOptional: response["x-body-optional"] === true,
  };
}

function readContent(document: Document, pointer: string, owner: JsonObject): Map<string, SchemaPlace> {
  return new Map(
    entries(owner.content).map(([mediaType]) => [
      mediaType,
      document.resolve(join(pointer, "content", mediaType, "schema")),
    ]),
  );
}

function asArray(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function entries(value: JsonValue | undefined): [string, JsonValue][] {
  return isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    : [];
}
