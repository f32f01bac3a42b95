import { type JsonObject, type JsonValue, arrayAt, isObject, objectAt, stringAt, stringsAt } from "./json.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/** Keywords of a Swagger 2.0 parameter or header that belong into a schema. */
const schemaKeywords = (
  "type format items default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems " +
  "minItems uniqueItems enum multipleOf"
).split(" ");

const references: readonly (readonly [string, string])[] = [
  ["#/definitions/", "#/components/schemas/"],
  ["#/responses/", "#/components/responses/"],
];

export function isSwagger(document: unknown): document is JsonObject {
  return isObject(document) && document.swagger === "2.0";
}

/**
 * Converts a Swagger 2.0 document to OpenAPI 3.0 with the same meaning. Shared parameters are written in place where they
 * are bodies or form fields, since OpenAPI 3 has no such parameters. Other versions are returned as they are.
 */
export function convertSwagger(document: JsonObject): JsonObject {
  if (!isSwagger(document)) return document;
  const { swagger: _, host, basePath, schemes, consumes, produces, paths, definitions, ...rest } = document;
  const { parameters, responses, securityDefinitions, ...kept } = rest;
  const shared = isObject(parameters) ? parameters : {};
  const converter = new Converter(document, shared, stringsOf(consumes), stringsOf(produces));
  const components: JsonObject = {};
  if (isObject(definitions)) components.schemas = mapNames(definitions, convertSchema);
  const plain = Object.entries(shared).filter(([, one]) => isObject(one) && !isBody(one));
  if (plain.length > 0)
    components.parameters = Object.fromEntries(plain.map(([name, one]) => [name, converter.parameter(one)]));
  if (isObject(responses))
    components.responses = mapNames(responses, (one) => converter.response(one, converter.produces));
  if (isObject(securityDefinitions))
    components.securitySchemes = mapNames(securityDefinitions, convertSecurity);
  const servers = convertServers(host, basePath, schemes);
  return {
    openapi: "3.0.3",
    ...kept,
    ...(servers.length > 0 && { servers }),
    // Required in both: where it is missing, the reader of OpenAPI says so.
    ...(paths !== undefined && {
      paths: isObject(paths) ? mapPatterned(paths, (item) => converter.pathItem(item)) : paths,
    }),
    ...(Object.keys(components).length > 0 && { components }),
  };
}

function stringsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Converts what stands under names that the author chose, such as definitions, properties and headers. */
function mapNames(
  object: JsonObject,
  convert: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value)]));
}

/** Like {@link mapNames}, for paths and statuses, among which Swagger allows extensions. */
function mapPatterned(
  object: JsonObject,
  convert: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, key.startsWith("x-") ? value : convert(value)]),
  );
}

function isBody(parameter: JsonObject): boolean {
  return parameter.in === "body" || parameter.in === "formData";
}

class Converter {
  readonly produces: readonly string[];
  readonly #document: JsonObject;
  readonly #shared: JsonObject;
  readonly #consumes: readonly string[];

  constructor(
    document: JsonObject,
    shared: JsonObject,
    consumes: readonly string[],
    produces: readonly string[],
  ) {
    this.#document = document;
    this.#shared = shared;
    this.#consumes = consumes;
    this.produces = produces;
  }

  pathItem(raw: JsonValue | undefined): JsonValue | undefined {
    if (!isObject(raw)) return raw;
    const common = arrayAt(raw, "parameters");
    const bodies = common.filter((one) => isBody(this.#resolve(one)));
    const { parameters: _, ...item } = raw;
    const rest = common.filter((one) => !bodies.includes(one)).map((one) => this.parameter(one) ?? {});
    return {
      ...Object.fromEntries(
        Object.entries(item).map(([key, value]) => [
          key,
          methods.includes(key) && isObject(value) ? this.#operation(value, bodies) : value,
        ]),
      ),
      ...(rest.length > 0 && { parameters: rest }),
    };
  }

  #operation(operation: JsonObject, commonBodies: readonly JsonValue[]): JsonObject {
    const { consumes, produces, schemes: _, parameters, responses, ...rest } = operation;
    const own = Array.isArray(parameters) ? parameters : [];
    const all = [...commonBodies, ...own].map((raw) => ({ raw, parameter: this.#resolve(raw) }));
    const plain = all
      .filter(({ parameter }) => !isBody(parameter))
      .map(({ raw }) => this.parameter(raw) ?? {});
    const takes = consumes === undefined ? this.#consumes : stringsOf(consumes);
    const gives = produces === undefined ? this.produces : stringsOf(produces);
    const body = this.#body(all.map(({ parameter }) => parameter).filter(isBody), takes);
    return {
      ...rest,
      ...(plain.length > 0 && { parameters: plain }),
      ...(body && { requestBody: body }),
      responses: isObject(responses) ? mapPatterned(responses, (one) => this.response(one, gives)) : {},
    };
  }

  #resolve(raw: JsonValue): JsonObject {
    if (!isObject(raw)) return {};
    const reference = stringAt(raw, "$ref");
    if (reference === undefined) return raw;
    const target = this.#shared[reference.replace("#/parameters/", "")];
    return isObject(target) ? target : raw;
  }

  #body(parameters: readonly JsonObject[], consumes: readonly string[]): JsonObject | undefined {
    const body = parameters.find((one) => one.in === "body");
    if (body) {
      const { description, required, schema } = body;
      const content = mediaTypes(consumes, (mediaType) => ({
        schema: isBytes(mediaType) ? { type: "string", format: "binary" } : convertSchema(schema),
      }));
      return {
        ...(description !== undefined && { description }),
        ...(required === true && { required }),
        content,
      };
    }
    const fields = parameters.filter((one) => one.in === "formData");
    if (fields.length === 0) return undefined;
    const properties = Object.fromEntries(
      fields.map((field) => {
        const { description } = field;
        return [
          stringAt(field, "name") ?? "",
          { ...schemaOf(field), ...(description !== undefined && { description }) },
        ];
      }),
    );
    const required = fields
      .filter((field) => field.required === true)
      .map((field) => stringAt(field, "name") ?? "");
    const schema = { type: "object", properties, ...(required.length > 0 && { required }) };
    const forms = consumes.filter((one) => one.includes("form"));
    const usual = fields.some((field) => field.type === "file")
      ? "multipart/form-data"
      : "application/x-www-form-urlencoded";
    return {
      ...(required.length > 0 && { required: true }),
      content: mediaTypes(forms.length > 0 ? forms : [usual], () => ({ schema })),
    };
  }

  parameter(raw: JsonValue | undefined): JsonObject | undefined {
    if (!isObject(raw)) return undefined;
    if (typeof raw.$ref === "string")
      return { $ref: raw.$ref.replace("#/parameters/", "#/components/parameters/") };
    const rest = Object.fromEntries(
      Object.entries(raw).filter(([key]) => !schemaKeywords.includes(key) && key !== "collectionFormat"),
    );
    return { ...rest, ...(raw.in === "path" && { required: true }), ...styleOf(raw), schema: schemaOf(raw) };
  }

  response(raw: JsonValue | undefined, produces: readonly string[]): JsonObject | undefined {
    if (!isObject(raw)) return undefined;
    const reference = stringAt(raw, "$ref");
    if (reference !== undefined) {
      // A shared response takes its media types from where it is used.
      const target = objectAt(objectAt(this.#document, "responses"), reference.replace("#/responses/", ""));
      return Object.keys(target).length > 0
        ? this.response(target, produces)
        : (convertSchema(raw) as JsonObject);
    }
    const { schema, headers, examples, ...rest } = raw;
    const shown = isObject(examples) ? examples : {};
    return {
      ...rest,
      ...(isObject(headers) && {
        headers: mapNames(headers, (header) => (isObject(header) ? convertHeader(header) : header)),
      }),
      ...(schema !== undefined && {
        content: mediaTypes(produces, (mediaType) => ({
          schema: isFile(schema) ? { type: "string", format: "binary" } : convertSchema(schema),
          ...(shown[mediaType] !== undefined && { example: shown[mediaType] }),
        })),
      }),
    };
  }
}

function isFile(schema: JsonValue): boolean {
  return isObject(schema) && schema.type === "file";
}

/** Media types that carry raw bytes, whatever the document says of their schema. */
function isBytes(mediaType: string): boolean {
  return mediaType === "application/octet-stream" || mediaType.endsWith("msgpack");
}

function mediaTypes(names: readonly string[], media: (mediaType: string) => JsonObject): JsonObject {
  return Object.fromEntries(
    (names.length > 0 ? names : ["application/json"]).map((name) => [name, media(name)]),
  );
}

function schemaOf(owner: JsonObject): JsonObject {
  const schema = Object.fromEntries(
    schemaKeywords.flatMap((key) => (owner[key] === undefined ? [] : [[key, owner[key]]])),
  );
  if (owner["x-nullable"] === true) schema.nullable = true;
  if (schema.type === "file") return { type: "string", format: "binary" };
  const converted = convertSchema(schema);
  return isObject(converted) ? converted : {};
}

function convertHeader(header: JsonObject): JsonObject {
  const { description } = header;
  return { ...(description !== undefined && { description }), schema: schemaOf(header) };
}

/** `collectionFormat` in the words of OpenAPI 3: comma separated where nothing is said. */
function styleOf(parameter: JsonObject): JsonObject {
  if (parameter.type !== "array") return {};
  const isQuery = parameter.in === "query";
  switch (stringAt(parameter, "collectionFormat") ?? "csv") {
    case "multi":
      return { style: "form", explode: true };
    case "ssv":
      return { style: "spaceDelimited", explode: false };
    case "pipes":
      return { style: "pipeDelimited", explode: false };
    default:
      return isQuery ? { style: "form", explode: false } : {};
  }
}

function convertSchema(raw: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(raw)) return raw.map((item) => convertSchema(item) ?? null);
  if (!isObject(raw)) return raw;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === "$ref" && typeof value === "string") {
      const known = references.find(([prefix]) => value.startsWith(prefix));
      result.$ref = known ? known[1] + value.slice(known[0].length) : value;
    } else if (key === "x-nullable") result.nullable = value;
    else if (key === "discriminator" && typeof value === "string")
      result.discriminator = { propertyName: value };
    else if (key === "properties" && isObject(value)) result.properties = mapNames(value, convertSchema);
    else if (key === "enum" || key === "default" || key === "example" || key === "required")
      result[key] = value;
    else result[key] = convertSchema(value);
  }
  return result;
}

function convertSecurity(raw: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(raw)) return raw;
  const { flow, authorizationUrl, tokenUrl, scopes, ...rest } = raw;
  if (raw.type === "basic") return { ...rest, type: "http", scheme: "basic" };
  if (raw.type !== "oauth2") return raw;
  const names: Readonly<Record<string, string>> = {
    application: "clientCredentials",
    accessCode: "authorizationCode",
  };
  const name = typeof flow === "string" ? (names[flow] ?? flow) : "implicit";
  return {
    ...rest,
    flows: {
      [name]: {
        ...(authorizationUrl !== undefined && { authorizationUrl }),
        ...(tokenUrl !== undefined && { tokenUrl }),
        scopes: isObject(scopes) ? scopes : {},
      },
    },
  };
}

function convertServers(
  host: JsonValue | undefined,
  basePath: JsonValue | undefined,
  schemes: JsonValue | undefined,
): JsonObject[] {
  const base = typeof basePath === "string" && basePath !== "/" ? basePath : "";
  if (typeof host !== "string") return base === "" ? [] : [{ url: base }];
  const names = stringsAt({ schemes }, "schemes");
  return (names.length > 0 ? names : ["https"]).map((scheme) => ({ url: `${scheme}://${host}${base}` }));
}
