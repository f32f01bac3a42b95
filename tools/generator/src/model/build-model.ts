import { type JsonObject, type Place, arrayAt, isObject, objectAt, stringAt, stringsAt } from "../json.ts";
import { isReservedWord, toCamelCase, toPascalCase, uniqueName } from "../names.ts";
import type { Spec } from "../read-spec.ts";
import { httpMethods } from "../validate-structure.ts";
import { readBody } from "./body.ts";
import { readExample } from "./example.ts";
import type { ClientSettings, Model, Operation, Paging, RetryClass, SchemaAlias } from "./model.ts";
import { readParameters } from "./parameters.ts";
import { readResult } from "./result.ts";
import { isNumberOrBoolean } from "./type-expression.ts";

/** Names that an operation must not take, since the client object or the language gives them a meaning. */
const reservedMethodNames = new Set(["raw", "then", "constructor", "toString", "valueOf", "toJSON"]);

/** Names that a schema alias must not take, since the types package exports them. */
const reservedTypeNames = ["paths", "components", "operations", "webhooks", "$defs"];

/** Turns a document into plain data for the emitters. */
export function buildModel(spec: Spec): Model {
  const { document } = spec;
  const info = objectAt(document, "info");
  const client = readClientSettings(info);
  const schemas = readSchemas(document);
  const aliases = new Map(schemas.map(({ name, alias }) => [name, alias]));
  const alias = (name: string) => aliases.get(name);
  const warnings: string[] = [];
  const warn = (place: Place, message: string) => {
    const { line } = spec.problem(place, message);
    warnings.push(`${spec.file}:${line} ${place.slice(1).join(" ")}: ${message}`);
  };

  const operations: Operation[] = [];
  const numberPathParameters = new Set<string>();
  const methodNames = new Set(reservedMethodNames);
  if (client.scope !== undefined) methodNames.add(client.scope);
  for (const [path, rawItem] of Object.entries(objectAt(document, "paths"))) {
    if (path.startsWith("x-")) continue;
    const item = spec.resolve(rawItem);
    for (const method of httpMethods) {
      const operation = item[method];
      if (!isObject(operation)) continue;
      const refusal = unsupportedPathParameter(spec, item, operation);
      if (refusal !== undefined) {
        warn(["paths", path, method], refusal);
        continue;
      }
      const id = methodName(operation, method, path, methodNames);
      const parameters = readParameters({ spec, client, path, method, item, operation, alias, warn });
      const body = readBody(spec, path, method, operation, new Set(parameters.map(({ key }) => key)), alias);
      const result = readResult(spec, path, method, operation, alias);
      const existenceCodes = stringsAt(operation, "x-existence");
      const paging = readPaging(operation);
      for (const name of numberNames(spec, item, operation)) numberPathParameters.add(name);
      operations.push({
        id,
        method: method.toUpperCase(),
        path,
        summary: stringAt(operation, "summary"),
        description: stringAt(operation, "description"),
        deprecated: operation.deprecated === true,
        link: stringAt(objectAt(operation, "externalDocs"), "url"),
        parameters,
        body,
        result:
          existenceCodes.length > 0
            ? { ...result, kind: "existence" }
            : paging
              ? { ...result, kind: "pages" }
              : result,
        secured: isSecured(document, operation),
        retry: readRetryClass(operation, method),
        existenceCodes,
        absenceCodes: stringsAt(operation, "x-absence"),
        paging,
        example: readExample(spec, item, operation, parameters, body),
      });
    }
  }

  return {
    source: spec.file,
    title: stringAt(info, "title") ?? "",
    description: stringAt(info, "description"),
    apiVersion: stringAt(info, "version") ?? "",
    client,
    schemas,
    operations,
    errorCodes: [
      ...new Set(operations.flatMap((op) => [...op.existenceCodes, ...op.absenceCodes])),
    ].toSorted(),
    nonStringPathParameters: [...numberPathParameters].toSorted(),
    warnings,
  };
}

function readClientSettings(info: JsonObject): ClientSettings {
  const settings = objectAt(info, "x-client");
  return {
    name: stringAt(settings, "name") ?? toPascalCase(stringAt(info, "title") ?? ""),
    scope: stringAt(settings, "scope"),
    defaults: stringsAt(settings, "defaults"),
    apiVersionParameter: stringAt(settings, "apiVersionParameter"),
    errorCodeHeader: stringAt(settings, "errorCodeHeader"),
  };
}

function readSchemas(document: JsonObject): SchemaAlias[] {
  const taken = new Set(reservedTypeNames);
  return Object.entries(objectAt(objectAt(document, "components"), "schemas")).map(([name, schema]) => ({
    name,
    alias: uniqueName(toPascalCase(name), taken),
    description: isObject(schema) ? stringAt(schema, "description") : undefined,
    deprecated: isObject(schema) && schema.deprecated === true,
  }));
}

function methodName(operation: JsonObject, method: string, path: string, taken: Set<string>): string {
  const declared = stringAt(operation, "operationId");
  const fallback = `${method} ${path.replaceAll(/\{([^{}]+)\}/g, " by $1 ")}`;
  const name = toCamelCase(declared ?? fallback);
  return uniqueName(isReservedWord(name) || reservedMethodNames.has(name) ? `${name}Operation` : name, taken);
}

function pathParameters(spec: Spec, item: JsonObject, operation: JsonObject): JsonObject[] {
  return [...arrayAt(item, "parameters"), ...arrayAt(operation, "parameters")]
    .map((raw) => spec.resolve(raw))
    .filter((parameter) => parameter.in === "path");
}

function numberNames(spec: Spec, item: JsonObject, operation: JsonObject): string[] {
  return pathParameters(spec, item, operation)
    .filter((parameter) => isNumberOrBoolean(spec.resolve(parameter.schema)))
    .map((parameter) => stringAt(parameter, "name") ?? "");
}

function unsupportedPathParameter(spec: Spec, item: JsonObject, operation: JsonObject): string | undefined {
  for (const parameter of pathParameters(spec, item, operation)) {
    const type = stringAt(spec.resolve(parameter.schema), "type");
    const style = stringAt(parameter, "style") ?? "simple";
    if (type === "array" || type === "object" || style !== "simple" || parameter.content !== undefined) {
      return `no method is made: path parameter ${stringAt(parameter, "name")} is not a simple value (type ${type}, style ${style})`;
    }
  }
  return undefined;
}

function readPaging(operation: JsonObject): Paging | undefined {
  const declaration = objectAt(operation, "x-ms-pageable");
  const continuationParameter = stringAt(declaration, "continuationParameter");
  if (continuationParameter === undefined) return undefined;
  return {
    itemsKey: stringAt(declaration, "itemName") ?? "value",
    nextLinkKey: stringAt(declaration, "nextLinkName") ?? "nextLink",
    continuationParameter,
    limitParameter: stringAt(declaration, "limitParameter"),
  };
}

function isSecured(document: JsonObject, operation: JsonObject): boolean {
  const requirements = operation.security ?? document.security;
  return (
    Array.isArray(requirements) &&
    requirements.length > 0 &&
    !requirements.some((one) => isObject(one) && Object.keys(one).length === 0)
  );
}

function readRetryClass(operation: JsonObject, method: string): RetryClass {
  const declared = stringAt(operation, "x-retry");
  if (declared === "idempotent" || declared === "send") return declared;
  return method === "post" || method === "patch" ? "send" : "idempotent";
}
