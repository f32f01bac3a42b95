import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
  stringsAt,
} from "../json.ts";
import type { Spec } from "../read-spec.ts";
import type { Paging, Parameter } from "./model.ts";

/**
 * How an operation's list is paged, as `x-ms-pageable` says.
 *
 * @param warn Takes why a declaration cannot be followed.
 */
export function readPaging(
  spec: Spec,
  operation: JsonObject,
  parameters: readonly Parameter[],
  warn: (message: string) => void,
): Paging | undefined {
  const declaration = objectAt(operation, "x-ms-pageable");
  const continuationParameter = stringAt(declaration, "continuationParameter");
  const nextLinkKey = stringAt(declaration, "nextLinkName");
  // Without either, the list comes whole (autorest, "x-ms-pageable": `nextLinkName: null`).
  if (continuationParameter === undefined && nextLinkKey === undefined) return undefined;
  const itemsKey = stringAt(declaration, "itemName") ?? "value";
  const isQuery = (name: string) => parameters.some((one) => one.key === name && one.location === "query");
  const limitParameter = stringAt(declaration, "limitParameter");
  for (const name of [continuationParameter, limitParameter]) {
    if (name !== undefined && !isQuery(name)) {
      warn(`x-ms-pageable is ignored: ${name} is not a query parameter`);
      return undefined;
    }
  }
  const lists = pageSchemas(spec, operation).map((schema) => listOf(spec, schema, itemsKey));
  if (lists.length === 0 || lists.includes(undefined)) {
    warn(`x-ms-pageable is ignored: the answer has no list ${itemsKey}`);
    return undefined;
  }
  return {
    itemsKey,
    itemsOptional: lists.includes("optional"),
    nextLinkKey: nextLinkKey ?? "nextLink",
    continuationParameter,
    limitParameter,
  };
}

/** The schemas of the successful answers. */
function pageSchemas(spec: Spec, operation: JsonObject): (JsonValue | undefined)[] {
  return Object.entries(objectAt(operation, "responses"))
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([, raw]) => Object.values(objectAt(spec.resolve(raw), "content")))
    .map((media) => (isObject(media) ? media.schema : undefined));
}

function listOf(spec: Spec, schema: JsonValue | undefined, key: string): "required" | "optional" | undefined {
  const object = spec.resolve(schema);
  const properties = objectAt(object, "properties");
  if (Object.hasOwn(properties, key)) {
    const list = spec.resolve(properties[key]);
    if (list.type !== "array" || object.nullable === true) return undefined;
    return stringsAt(object, "required").includes(key) && list.nullable !== true ? "required" : "optional";
  }
  return arrayAt(object, "allOf")
    .map((part) => listOf(spec, part, key))
    .find((found) => found !== undefined);
}
