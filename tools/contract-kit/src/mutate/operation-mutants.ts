import { type Document, type JsonObject, isObject, keysOf } from "../document.ts";
import { type Operation, type Parameter, readOperations } from "../operations.ts";
import { type Kind, type Mutant, changed, inline, mayNeverOccur, objectAt, renameKey } from "./mutant.ts";

const otherMethods = ["post", "put", "delete", "get"];

/** Every way to break one thing of one operation. */
export function operationMutants(document: Document): Mutant[] {
  return readOperations(document).flatMap((operation) => [
    ...routeMutants(document, operation),
    ...operation.parameters.flatMap((parameter, index) =>
      parameterMutants(document, operation, parameter, index),
    ),
    ...bodyMutants(document, operation),
    ...responseMutants(document, operation),
    ...behaviourMutants(document, operation),
  ]);
}

function mutant(
  document: Document,
  { operationId, pointer }: Operation,
  kind: Kind,
  what: string,
  change: (operation: JsonObject, root: JsonObject) => void,
): Mutant {
  return {
    name: `${operationId}: ${what}`,
    kind,
    subject: { operationId },
    document: () => changed(document, (root) => change(inline(root, pointer), root)),
  };
}

function routeMutants(document: Document, operation: Operation): Mutant[] {
  const { path, method } = operation;
  const item = objectAt(document.root, operation.pointer.slice(0, operation.pointer.lastIndexOf("/")));
  const other = otherMethods.find((name) => !(name in item)) ?? "patch";
  return [
    mutant(document, operation, "path", `path ${path} becomes ${path}x`, (_, root) => {
      renameKey(objectAt(root, "#/paths"), path, `${path}x`);
    }),
    mutant(document, operation, "path", `path ${path} gets a segment`, (_, root) => {
      renameKey(objectAt(root, "#/paths"), path, `/v2${path}`);
    }),
    mutant(document, operation, "method", `${method} becomes ${other.toUpperCase()}`, (_, root) => {
      const owner = objectAt(root, operation.pointer.slice(0, operation.pointer.lastIndexOf("/")));
      renameKey(owner, method.toLowerCase(), other);
    }),
  ];
}

function parameterMutants(
  document: Document,
  operation: Operation,
  parameter: Parameter,
  index: number,
): Mutant[] {
  const { name, required } = parameter;
  const client = objectAt(document.root, "#/info")["x-client"];
  const isVersion = isObject(client) && client.apiVersionParameter === name;
  const change = (
    kind: Kind,
    what: string,
    apply: (declared: JsonObject, root: JsonObject) => void,
  ): Mutant =>
    mutant(document, operation, kind, `${parameter.in} ${name} ${what}`, (changedOperation, root) => {
      const declared = Array.isArray(changedOperation.parameters)
        ? changedOperation.parameters[index]
        : undefined;
      if (isObject(declared)) apply(declared, root);
    });

  const mutants: Mutant[] = [];
  const isOpen = !operation.secured && isVersion;
  if (!isOpen) {
    mutants.push(
      change(isVersion ? "version parameter" : "parameter name", "gets another name", (declared, root) => {
        declared.name = `${name}X`;
        if (parameter.in === "path") {
          renameKey(
            objectAt(root, "#/paths"),
            operation.path,
            operation.path.replace(`{${name}}`, `{${name}X}`),
          );
        }
      }),
    );
  }
  if (parameter.in === "query" && !isVersion) {
    mutants.push(
      change("parameter location", "moves to the headers", (declared) => (declared.in = "header")),
    );
    mutants.push(
      change(
        "parameter required",
        required ? "becomes optional" : "becomes required",
        (declared) => (declared.required = !required),
      ),
    );
  }
  mutants.push(
    change("parameter type", "gets another type", (declared) => {
      const type = objectAt(declared, "#/schema").type;
      declared.schema = { type: type === "boolean" ? "integer" : "boolean" };
      declared.example = type === "boolean" ? 1 : true;
    }),
  );
  const { value: schema } = document.resolve(parameter.schema.pointer);
  if (isObject(schema)) {
    for (const [keyword, tighter] of tightened(schema, parameter)) {
      mutants.push(
        change("constraint", `${keyword} becomes ${String(tighter)}`, (declared) => {
          objectAt(declared, "#/schema")[keyword] = tighter;
        }),
      );
    }
    for (const [keyword, looser] of loosened(schema)) {
      mutants.push(
        change("looser constraint", `${keyword} becomes ${looser}`, (declared) => {
          // The schema is shared with other operations: a copy is changed.
          const own = structuredClone(schema);
          own[keyword] = looser;
          declared.schema = own;
        }),
      );
    }
  }
  return mutants;
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

function bodyMutants(document: Document, operation: Operation): Mutant[] {
  if (!operation.body) return [];
  const mutants = [...operation.body.content.keys()].map((mediaType) =>
    mutant(
      document,
      operation,
      mediaType === "application/json" ? "json media type" : "bytes media type",
      `body ${mediaType} gets another media type`,
      (changedOperation) => {
        renameKey(objectAt(changedOperation, "#/requestBody/content"), mediaType, `${mediaType}-other`);
      },
    ),
  );
  mutants.push(
    mutant(document, operation, "body required", "the body becomes optional", (changedOperation) => {
      objectAt(changedOperation, "#/requestBody").required = false;
    }),
  );
  return mutants;
}

function responseMutants(document: Document, operation: Operation): Mutant[] {
  return operation.responses.flatMap(({ status, headers }) => {
    const mutants: Mutant[] = [];
    if (status !== "default") {
      const isSuccess = status.startsWith("2");
      const other = isSuccess ? "207" : `${status[0]}77`;
      mutants.push(
        mutant(
          document,
          operation,
          isSuccess ? "success status" : "error status",
          `status ${status} becomes ${other}`,
          (changedOperation) => {
            renameKey(objectAt(changedOperation, "#/responses"), status, other);
          },
        ),
      );
    }
    for (const { name, required } of headers) {
      mutants.push(
        mutant(
          document,
          operation,
          required && !mayNeverOccur(operation, status) ? "required header" : "optional header",
          `${status} header ${name} gets another name`,
          (changedOperation) => {
            renameKey(objectAt(changedOperation, `#/responses/${status}/headers`), name, `${name}-other`);
          },
        ),
      );
    }
    return mutants;
  });
}

function behaviourMutants(document: Document, operation: Operation): Mutant[] {
  const mutants = [
    mutant(
      document,
      operation,
      "security",
      operation.secured ? "needs no token" : "needs a token",
      (changedOperation) => {
        changedOperation.security = operation.secured ? [] : [{ accessKey: [] }];
      },
    ),
  ];
  const codes = (kind: Kind, key: string): Mutant =>
    mutant(document, operation, kind, `${key} names another code`, (changedOperation) => {
      changedOperation[key] = ["Warning.Request.NotExisted"];
    });
  if (operation.retry !== undefined) {
    const other = operation.retry === "send" ? "idempotent" : "send";
    mutants.push(
      mutant(document, operation, "retry class", `x-retry becomes ${other}`, (changedOperation) => {
        changedOperation["x-retry"] = other;
      }),
    );
  }
  if (operation.existence.length > 0) mutants.push(codes("existence code", "x-existence"));
  if (operation.absence.length > 0) mutants.push(codes("absence code", "x-absence"));
  if (operation.paging) {
    mutants.push(
      mutant(
        document,
        operation,
        "paging property",
        "itemName names another property",
        (changedOperation) => {
          objectAt(changedOperation, "#/x-ms-pageable").itemName = keysOf("#/items")[0];
        },
      ),
    );
  }
  return mutants;
}
