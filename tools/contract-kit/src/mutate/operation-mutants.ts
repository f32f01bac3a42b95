import { type Document, type JsonObject, type JsonValue, isObject } from "../document.ts";
import { type Operation, type Parameter, readOperations } from "../operations.ts";
import { type Kind, type Mutant, changed, inline, mayNeverOccur, objectAt, renameKey } from "./mutant.ts";

const otherMethods = ["post", "put", "delete", "get"];

type Change = (operation: JsonObject, root: JsonObject) => void;
type Make = (kind: Kind, what: string, change: Change) => Mutant;

/** Every way to break one thing of one operation. */
export function operationMutants(document: Document): Mutant[] {
  return readOperations(document).flatMap((operation) => {
    const { operationId, pointer, parameters } = operation;
    const make: Make = (kind, what, change) => ({
      name: `${operationId}: ${what}`,
      kind,
      subject: { operationId },
      document: () => changed(document, (root) => change(inline(root, pointer), root)),
    });
    return [
      ...routeMutants(document, operation, make),
      ...parameters.flatMap((_, index) => parameterMutants(document, operation, index, make)),
      ...bodyMutants(operation, make),
      ...responseMutants(operation, make),
      ...behaviorMutants(operation, make),
    ];
  });
}

function routeMutants(document: Document, { path, method, pointer }: Operation, make: Make): Mutant[] {
  const itemPointer = pointer.slice(0, pointer.lastIndexOf("/"));
  const item = objectAt(document.root, itemPointer);
  const other = otherMethods.find((name) => !(name in item)) ?? "patch";
  const renamed = (to: string) => (_: JsonObject, root: JsonObject) =>
    renameKey(objectAt(root, "#/paths"), path, to);
  return [
    make("path", `path ${path} becomes ${path}x`, renamed(`${path}x`)),
    make("path", `path ${path} gets a segment`, renamed(`/v2${path}`)),
    make("method", `${method} becomes ${other.toUpperCase()}`, (_, root) =>
      renameKey(objectAt(root, itemPointer), method.toLowerCase(), other),
    ),
  ];
}

function parameterMutants(document: Document, operation: Operation, index: number, make: Make): Mutant[] {
  const parameter = operation.parameters[index];
  if (!parameter) return [];
  const { name, required, in: location } = parameter;
  const client = objectAt(document.root, "#/info")["x-client"];
  const isVersion = isObject(client) && client.apiVersionParameter === name;
  const change = (kind: Kind, what: string, apply: Change): Mutant =>
    make(kind, `${location} ${name} ${what}`, ({ parameters }, root) => {
      const declared = Array.isArray(parameters) ? parameters[index] : undefined;
      if (isObject(declared)) apply(declared, root);
    });

  const mutants: Mutant[] = [];
  if (operation.secured || !isVersion) {
    const kind = isVersion ? "version parameter" : "parameter name";
    const rename: Change = (declared, root) => {
      declared.name = `${name}X`;
      const path = operation.path.replace(`{${name}}`, `{${name}X}`);
      renameKey(objectAt(root, "#/paths"), operation.path, path);
    };
    mutants.push(change(kind, "gets another name", rename));
  }
  if (location === "query" && !isVersion) {
    const other = required ? "optional" : "required";
    mutants.push(
      change("parameter location", "moves to the headers", (declared) => (declared.in = "header")),
      change("parameter required", `becomes ${other}`, (declared) => (declared.required = !required)),
    );
  }
  mutants.push(change("parameter type", "gets another type", retype));
  const { value: schema } = document.resolve(parameter.schema.pointer);
  if (!isObject(schema)) return mutants;
  const constrain = (kind: Kind, [keyword, value]: readonly [string, number | string]): Mutant =>
    change(kind, `${keyword} becomes ${value}`, (declared) => {
      // The schema is shared with other operations: a copy is changed.
      declared.schema = { ...structuredClone(schema), [keyword]: value };
    });
  return [
    ...mutants,
    ...tightened(schema, parameter).map((one) => constrain("constraint", one)),
    ...loosened(schema).map((one) => constrain("looser constraint", one)),
  ];
}

function retype(declared: JsonObject): void {
  const { type } = objectAt(declared, "#/schema");
  declared.schema = { type: type === "boolean" ? "integer" : "boolean" };
  declared.example = type === "boolean" ? 1 : true;
}

/** Laxer values of each constraint; lengths only where a pattern says what the rest of a longer text may be. */
function loosened(schema: JsonObject): [string, number | string][] {
  const found: [string, number | string][] = [];
  if (typeof schema.maxLength === "number" && schema.pattern !== undefined)
    found.push(["maxLength", schema.maxLength + 100]);
  if (typeof schema.pattern === "string") found.push(["pattern", "^[\\s\\S]*$"]);
  if (typeof schema.minimum === "number") found.push(["minimum", schema.minimum - 1]);
  if (typeof schema.maximum === "number") found.push(["maximum", schema.maximum + 100]);
  return found;
}

/** Stricter values of each constraint that the example still meets. */
function tightened(schema: JsonObject, parameter: Parameter): [string, number | string][] {
  const found: [string, number | string][] = [];
  const text = typeof parameter.example === "string" ? parameter.example : "";
  if (typeof schema.minLength === "number" && text.length > 1) found.push(["minLength", 2]);
  if (typeof schema.maxLength === "number") found.push(["maxLength", Math.max(text.length, 10)]);
  if (typeof schema.pattern === "string") found.push(["pattern", `^${text}$`]);
  if (typeof schema.minimum === "number") found.push(["minimum", schema.minimum + 1]);
  if (typeof schema.maximum === "number") found.push(["maximum", schema.maximum - 100]);
  return found;
}

function bodyMutants({ body }: Operation, make: Make): Mutant[] {
  if (!body) return [];
  const mutants = [...body.content.keys()].map((mediaType) => {
    const kind = mediaType === "application/json" ? "json media type" : "bytes media type";
    return make(kind, `body ${mediaType} gets another media type`, (changedOperation) =>
      renameKey(objectAt(changedOperation, "#/requestBody/content"), mediaType, `${mediaType}-other`),
    );
  });
  return [...mutants, make("body required", "the body becomes optional", makeBodyOptional)];
}

function makeBodyOptional(operation: JsonObject): void {
  objectAt(operation, "#/requestBody").required = false;
}

function responseMutants(operation: Operation, make: Make): Mutant[] {
  return operation.responses.flatMap(({ status, headers }) => {
    const mutants: Mutant[] = [];
    if (status !== "default") {
      const isSuccess = status.startsWith("2");
      const other = isSuccess ? "207" : `${status[0]}77`;
      const kind = isSuccess ? "success status" : "error status";
      mutants.push(
        make(kind, `status ${status} becomes ${other}`, (changedOperation) =>
          renameKey(objectAt(changedOperation, "#/responses"), status, other),
        ),
      );
    }
    for (const { name, required } of headers) {
      const isSure = required && !mayNeverOccur(operation, status);
      mutants.push(
        make(
          isSure ? "required header" : "optional header",
          `${status} header ${name} gets another name`,
          (changedOperation) =>
            renameKey(objectAt(changedOperation, `#/responses/${status}/headers`), name, `${name}-other`),
        ),
      );
    }
    return mutants;
  });
}

function behaviorMutants({ secured, retry, existence, absence, paging }: Operation, make: Make): Mutant[] {
  const set = (kind: Kind, what: string, key: string, value: JsonValue): Mutant =>
    make(kind, what, (changedOperation) => (changedOperation[key] = value));
  const codes = (kind: Kind, key: string): Mutant =>
    set(kind, `${key} names another code`, key, ["Warning.Request.NotExisted"]);
  const other = retry === "send" ? "idempotent" : "send";
  const open = secured ? [] : [{ accessKey: [] }];
  return [
    set("security", secured ? "needs no token" : "needs a token", "security", open),
    ...(retry === undefined ? [] : [set("retry class", `x-retry becomes ${other}`, "x-retry", other)]),
    ...(existence.length > 0 ? [codes("existence code", "x-existence")] : []),
    ...(absence.length > 0 ? [codes("absence code", "x-absence")] : []),
    ...(paging
      ? [
          make("paging property", "itemName names another property", (changedOperation) => {
            objectAt(changedOperation, "#/x-ms-pageable").itemName = "items";
          }),
        ]
      : []),
  ];
}
