import type { JsonObject, JsonValue } from "../../generator/src/json.ts";
import { objectOf, withoutSharedParts } from "../src/bump/document-parts.ts";

/**
 * A published record in the form that the service's owner writes: Swagger 2.0 as JSON with everything in place, a key that
 * stands twice in one object, examples in other files, and names and extensions that begin with `x-`.
 *
 * @param record The record, as OpenAPI 3.
 * @param change Changes the document before it is written.
 */
export function ownerDocument(
  record: JsonObject,
  version: string,
  change: (swagger: JsonObject) => void = () => {},
): string {
  const { paths, components } = withoutSharedParts(structuredClone(record));
  const swagger: JsonObject = {
    swagger: "2.0",
    info: { title: "The API", version },
    paths: mapValues(objectOf(paths), (item) =>
      mapValues(objectOf(item), (operation) => writeOperation(objectOf(operation))),
    ),
    definitions: objectOf(objectOf(components).schemas),
    "x-ms-parameterized-host": { hostTemplate: "{endpoint}", parameters: [{ name: "endpoint", in: "path" }] },
  };
  change(swagger);
  return JSON.stringify(swagger, undefined, 2)
    .replaceAll("#/components/schemas/", "#/definitions/")
    .replaceAll('"collectionFormat": "multi"', '"collectionFormat": "multi",\n"collectionFormat": "multi"');
}

function writeOperation(operation: JsonObject): JsonObject {
  const { parameters, requestBody, responses, operationId } = operation;
  const list = Array.isArray(parameters) ? parameters.map((one) => writeParameter(objectOf(one))) : [];
  const { content, required } = objectOf(requestBody);
  const json = objectOf(objectOf(content)["application/json"]);
  const answers = Object.values(objectOf(responses)).flatMap((one) =>
    Object.keys(objectOf(objectOf(one).content)),
  );
  return {
    tags: ["signalr"],
    summary: "Do something.",
    operationId,
    ...(requestBody !== undefined && { consumes: Object.keys(objectOf(content)) }),
    ...(answers.length > 0 && { produces: [...new Set(answers)] }),
    parameters: [
      ...list,
      ...(requestBody === undefined
        ? []
        : [{ in: "body", name: "payload", description: "The payload.", required, schema: json.schema }]),
    ],
    responses: mapValues(objectOf(responses), (one) => writeResponse(objectOf(one))),
    "x-ms-examples": { [String(operationId)]: { $ref: `./examples/${String(operationId)}.json` } },
  };
}

function writeParameter({ schema, style, explode, ...rest }: JsonObject): JsonObject {
  const isRepeated = style === "form" && explode === true;
  return {
    description: "A parameter.",
    ...rest,
    ...objectOf(schema),
    ...(isRepeated && { collectionFormat: "multi" }),
  };
}

function writeResponse({ content, headers }: JsonObject): JsonObject {
  const schema = objectOf(Object.values(objectOf(content))[0]).schema;
  return {
    description: "OK",
    ...(schema !== undefined && { schema }),
    ...(headers !== undefined && {
      "x-ms-error-response": true,
      headers: mapValues(objectOf(headers), (header) => ({
        "x-ms-client-name": "ErrorCode",
        ...objectOf(objectOf(header).schema),
      })),
    }),
  };
}

function mapValues(object: JsonObject, convert: (value: JsonValue | undefined) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value)]));
}
