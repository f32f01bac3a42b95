import { type JsonObject, type Place, isObject, objectAt, stringAt, stringsAt } from "../json.ts";
import { toPascalCase, uniqueName } from "../names.ts";
import type { Spec } from "../read-spec.ts";
import { readBody } from "./body.ts";
import { ClientNames } from "./client-names.ts";
import { readExample } from "./example.ts";
import { findOperations, pathParameters } from "./find-operations.ts";
import type { ClientSettings, Model, Operation, RetryClass, SchemaAlias } from "./model.ts";
import { readPaging } from "./paging.ts";
import { readParameters } from "./parameters.ts";
import { readResult } from "./result.ts";
import { mayBe } from "./type.ts";

/** Names that a schema alias must not take, since the types package exports them. */
const reservedTypeNames = ["paths", "components", "operations", "webhooks", "$defs"];

/** Turns a document into plain data for the emitters. */
export function buildModel(spec: Spec): Model {
  const { document } = spec;
  const info = objectAt(document, "info");
  const settings = readClientSettings(info);
  const names = new ClientNames(settings);
  const client = { ...settings, name: names.stem };
  const warnings: string[] = [];
  const warn = (place: Place, message: string) => {
    const { line } = spec.problem(place, message);
    warnings.push(`${spec.file}:${line} ${place.slice(1).join(" ")}: ${message}`);
  };
  const found = findOperations(spec, client.scope, warn);
  const argumentsNames = new Map(found.map(({ id }) => [id, names.forOperation(id)]));
  const schemas = readSchemas(document, names);
  const localNames = new Map(found.map(({ id }) => [id, names.forFunction(id)]));

  const wholeLink = stringAt(objectAt(document, "externalDocs"), "url");
  const numberPathParameters = new Set<string>();
  const operations = found.map(({ id, path, method, item, operation }): Operation => {
    const place = ["paths", path, method];
    const input = { spec, client, path, method, item, operation, warn };
    const parameters = readParameters(input);
    const body = readBody(input, new Set(parameters.map(({ key }) => key)));
    const result = readResult(spec, path, method, operation);
    const existenceCodes = stringsAt(operation, "x-existence");
    const paging = readPaging(spec, operation, parameters, (message) => warn(place, message));
    for (const parameter of pathParameters(spec, item, operation)) {
      if (mayBe(spec, parameter.schema, ["integer", "number", "boolean"]))
        numberPathParameters.add(stringAt(parameter, "name") ?? "");
    }
    return {
      id,
      localName: localNames.get(id) ?? id,
      ...(argumentsNames.get(id) ?? names.forOperation(id)),
      method: method.toUpperCase(),
      path,
      summary: stringAt(operation, "summary"),
      description: stringAt(operation, "description"),
      deprecated: operation.deprecated === true,
      errorStatuses: Object.keys(objectAt(operation, "responses")).filter((status) =>
        /^[45]\d\d$/.test(status),
      ),
      link: stringAt(objectAt(operation, "externalDocs"), "url") ?? wholeLink,
      parameters,
      body,
      result: { ...result, kind: existenceCodes.length > 0 ? "existence" : paging ? "pages" : result.kind },
      secured: isSecured(document, operation),
      retry: readRetryClass(operation, method),
      existenceCodes,
      absenceCodes: stringsAt(operation, "x-absence"),
      paging,
      example: readExample(spec, item, operation, parameters, body),
    };
  });

  return {
    source: spec.file,
    title: stringAt(info, "title") ?? "",
    apiVersion: stringAt(info, "version") ?? "",
    client,
    names: names.module,
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

function readSchemas(document: JsonObject, names: ClientNames): SchemaAlias[] {
  const taken = new Set(reservedTypeNames);
  const schemas = Object.entries(objectAt(objectAt(document, "components"), "schemas"));
  return schemas.map(([name, schema]) => {
    const alias = uniqueName(toPascalCase(name), taken);
    return {
      name,
      alias,
      local: names.forSchema(alias),
      description: isObject(schema) ? stringAt(schema, "description") : undefined,
      deprecated: isObject(schema) && schema.deprecated === true,
    };
  });
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
