import { type JsonObject, type JsonValue, objectAt, isObject, stringAt } from "../json.ts";
import type { Spec } from "../read-spec.ts";
import type { Body, BodyContent, MediaKind } from "./model.ts";
import { argumentKey } from "./parameters.ts";
import { pathsIndex, simpleTypeExpression } from "./type-expression.ts";

/** How a media type's values are written and read. */
export function mediaKind(mediaType: string): MediaKind {
  const essence = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json") || essence === "*/*") return "json";
  if (essence === "application/x-www-form-urlencoded") return "form";
  if (essence === "multipart/form-data") return "multipart";
  if (essence.startsWith("text/") || essence === "application/xml" || essence.endsWith("+xml")) return "text";
  return "bytes";
}

/** What a call sends by default comes first: JSON, or else the first by name. The order in a document means nothing. */
function byPreference(media: readonly (readonly [string, JsonValue | undefined])[]) {
  const json = media.filter(([mediaType]) => mediaKind(mediaType) === "json");
  if (json.length === 1) return [...json, ...media.filter((one) => one !== json[0])];
  const names = new Set(json.map(([mediaType]) => mediaType));
  return media.toSorted(([a], [b]) => Number(names.has(b)) - Number(names.has(a)) || (a < b ? -1 : 1));
}

/** The request body as one argument, or `undefined` where the operation declares none. */
export function readBody(
  spec: Spec,
  path: string,
  method: string,
  operation: JsonObject,
  takenKeys: Set<string>,
  alias: (name: string) => string | undefined,
): Body | undefined {
  if (operation.requestBody === undefined) return undefined;
  const declaration = spec.resolve(operation.requestBody);
  const required = declaration.required === true;
  const content: BodyContent[] = [];
  for (const [mediaType, media] of byPreference(Object.entries(objectAt(declaration, "content")))) {
    const kind = mediaKind(mediaType);
    content.push({
      mediaType: mediaType === "*/*" ? "application/json" : mediaType,
      kind,
      type: bodyType(mediaType, kind),
    });

    function bodyType(type: string, of: MediaKind): string {
      if (of === "bytes") return "BytesBody";
      if (of === "text") return "string";
      const schema = isObject(media) ? media.schema : undefined;
      // A schema that allows anything has no better name than `unknown`.
      if (
        schema === true ||
        (isObject(schema) && Object.keys(schema).every((key) => key === "description" || key === "title"))
      ) {
        return "unknown";
      }
      const declared =
        simpleTypeExpression(schema, alias) ??
        pathsIndex([path, method, "requestBody", "content", type], new Set(["requestBody"]));
      return of === "multipart" ? `FormData | ${declared}` : declared;
    }
  }
  if (content.length === 0) return undefined;
  return {
    key: argumentKey("body", "request", takenKeys),
    required,
    description: stringAt(declaration, "description"),
    content,
  };
}
