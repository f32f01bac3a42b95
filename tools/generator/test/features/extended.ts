import { type JsonObject, type JsonValue, isObject } from "../../src/json.ts";

/**
 * The objects of OpenAPI 3.1 that may have extensions, and the objects in their fields: `a` one, `a[]` a list, `a{}` a map
 * of names, which takes no extension itself. `*` stands for every field.
 */
const objects = new Map(
  Object.entries({
    openapi:
      "info:info servers:server[] paths:paths webhooks:pathItem{} components:components tags:tag[] externalDocs:leaf",
    info: "contact:leaf license:leaf",
    server: "variables:leaf{}",
    components:
      "schemas:schema{} responses:response{} parameters:parameter{} examples:leaf{} requestBodies:requestBody{} " +
      "headers:parameter{} securitySchemes:securityScheme{} links:link{} callbacks:paths{} pathItems:pathItem{}",
    paths: "*:pathItem",
    pathItem:
      "get:operation put:operation post:operation delete:operation options:operation head:operation patch:operation " +
      "trace:operation parameters:parameter[] servers:server[]",
    operation:
      "externalDocs:leaf parameters:parameter[] requestBody:requestBody responses:responses callbacks:paths{} servers:server[]",
    responses: "*:response",
    response: "headers:parameter{} content:mediaType{} links:link{}",
    requestBody: "content:mediaType{}",
    parameter: "schema:schema examples:leaf{} content:mediaType{}",
    mediaType: "schema:schema examples:leaf{} encoding:encoding{}",
    encoding: "headers:parameter{}",
    link: "server:server",
    securityScheme: "flows:flows",
    flows: "implicit:leaf password:leaf clientCredentials:leaf authorizationCode:leaf",
    schema:
      "properties:schema{} patternProperties:schema{} items:schema additionalProperties:schema allOf:schema[] " +
      "oneOf:schema[] anyOf:schema[] prefixItems:schema[] not:schema discriminator:leaf externalDocs:leaf xml:leaf",
    tag: "externalDocs:leaf",
  }).map(([kind, fields]) => [
    kind,
    new Map(fields.split(" ").map((field) => field.split(":") as [string, string])),
  ]),
);

/** A copy in which every object that may have extensions has this one. References stay as they are: siblings are ignored there. */
export function extended(
  value: JsonValue | undefined,
  kind: string,
  extension: JsonValue,
): JsonValue | undefined {
  if (!isObject(value) || typeof value.$ref === "string") return value;
  const fields = objects.get(kind);
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const field = fields?.get(key) ?? (key.startsWith("x-") ? undefined : fields?.get("*"));
    const name = field?.replace(/\W+$/, "") ?? "";
    if (field === undefined) copy[key] = member;
    else if (Array.isArray(member)) copy[key] = member.map((item) => extended(item, name, extension) ?? null);
    else if (field.endsWith("{}") && isObject(member))
      copy[key] = Object.fromEntries(
        Object.entries(member).map(([entry, item]) => [entry, extended(item, name, extension)]),
      );
    else copy[key] = extended(member, name, extension);
  }
  return { ...copy, "x-extra": extension };
}

/** Values of an extension, those that look like OpenAPI included. */
export const extensionValues: readonly JsonValue[] = [
  "text",
  1,
  true,
  null,
  [],
  [{ $ref: "nowhere" }],
  { $ref: "nowhere" },
];
