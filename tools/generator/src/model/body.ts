import { type JsonValue, isObject, objectAt, stringAt } from "../json.ts";
import { isMediaRange } from "./find-operations.ts";
import type { Body, BodyContent, MediaKind } from "./model.ts";
import { type ReadParametersInput, argumentKey } from "./parameters.ts";
import { type Type, named, simpleType } from "./type.ts";

/** How a media type's values are written and read. */
export function mediaKind(mediaType: string): MediaKind {
  const essence = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json") || essence === "*/*") return "json";
  if (essence === "application/x-www-form-urlencoded") return "form";
  if (essence === "multipart/form-data") return "multipart";
  if (essence.startsWith("text/") || essence === "application/xml" || essence.endsWith("+xml")) return "text";
  return "bytes";
}

function isMessagePack(mediaType: string): boolean {
  return /^application\/(x-|vnd\.)?msgpack$|\+msgpack$/i.test(mediaType);
}

/** What a call sends by default comes first: JSON, or else the first by name. The order in a document means nothing. */
function byPreference(media: readonly (readonly [string, JsonValue | undefined])[]) {
  const json = media.filter(([mediaType]) => mediaKind(mediaType) === "json");
  if (json.length === 1) return [...json, ...media.filter((one) => one !== json[0])];
  const names = new Set(json.map(([mediaType]) => mediaType));
  return media.toSorted(([a], [b]) => Number(names.has(b)) - Number(names.has(a)) || (a < b ? -1 : 1));
}

/** The request body as one argument, or `undefined` where the operation declares none that can be sent. */
export function readBody(
  { spec, path, method, operation, warn }: ReadParametersInput,
  takenKeys: Set<string>,
): Body | undefined {
  if (operation.requestBody === undefined) return undefined;
  const place = ["paths", path, method];
  const declaration = spec.resolve(operation.requestBody);
  const content: BodyContent[] = [];
  for (const [mediaType, media] of byPreference(Object.entries(objectAt(declaration, "content")))) {
    if (isMediaRange(mediaType)) {
      warn(place, `a body of type ${mediaType} is left to raw: a request needs one media type`);
      continue;
    }
    const kind = mediaKind(mediaType);
    content.push({
      mediaType: mediaType === "*/*" ? "application/json" : mediaType,
      kind,
      type: bodyType(mediaType, kind, isObject(media) ? media.schema : undefined),
      // JSON comes first. MessagePack next to it carries the same value in other bytes.
      valueType: isMessagePack(mediaType) && content[0]?.kind === "json" ? content[0].type : undefined,
    });
  }
  if (content.length === 0) return undefined;
  if (method === "get" || method === "head") {
    warn(place, `the body is not an argument: fetch sends none with ${method.toUpperCase()}`);
    return undefined;
  }
  return {
    key: argumentKey("body", "request", takenKeys),
    required: declaration.required === true,
    description: stringAt(declaration, "description"),
    content,
  };

  function bodyType(mediaType: string, kind: MediaKind, schema: JsonValue | undefined): Type {
    if (kind === "bytes") return named("BytesBody");
    if (kind === "text") return named("string");
    // A schema that allows anything has no better name than `unknown`.
    if (
      schema === undefined ||
      schema === true ||
      (isObject(schema) && Object.keys(schema).every((key) => key === "description" || key === "title"))
    ) {
      return named("unknown");
    }
    const declared: Type = simpleType(schema) ?? {
      kind: "paths",
      keys: [path, method, "requestBody", "content", mediaType],
      optional: [2],
    };
    return kind === "multipart" ? { kind: "union", members: [named("FormData"), declared] } : declared;
  }
}
