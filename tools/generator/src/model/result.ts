import { type JsonObject, type JsonValue, isObject, objectAt, stringAt } from "../json.ts";
import type { Spec } from "../read-spec.ts";
import { mediaKind } from "./body.ts";
import { isEventStream } from "./find-operations.ts";
import type { Result } from "./model.ts";
import { type Type, named, simpleType } from "./type.ts";

/** What the successful responses of an operation give to the caller. */
export function readResult(spec: Spec, path: string, method: string, operation: JsonObject): Result {
  const types: Type[] = [];
  const accept = new Set<string>();
  let bodyMayBeMissing = false;
  let description: string | undefined;
  const responses = Object.entries(objectAt(operation, "responses"));
  const successes = responses.filter(([status]) => /^2(\d\d|XX)$/i.test(status));
  // Where no success is declared, `default` describes it as well (OpenAPI, "Responses Object").
  const used = successes.length > 0 ? successes : responses.filter(([status]) => status === "default");
  for (const [status, raw] of used) {
    const response = spec.resolve(raw);
    description ??= stringAt(response, "description");
    const content = preferred(Object.entries(objectAt(response, "content")));
    if (content.length === 0 || method === "head" || response["x-body-optional"] === true)
      bodyMayBeMissing = true;
    if (method === "head") continue;
    for (const [mediaType, media] of content) {
      accept.add(mediaType === "*/*" ? "application/json" : mediaType);
      types.push(resultType(mediaType, isObject(media) ? media.schema : undefined, status));
    }
  }

  function resultType(mediaType: string, schema: JsonValue | undefined, status: string): Type {
    const kind = mediaKind(mediaType);
    if (kind === "bytes" || kind === "multipart") return named("Uint8Array<ArrayBuffer>");
    if (kind === "text" || kind === "form") return named("string");
    if (schema === undefined) return named("unknown");
    const statusKey = /^\d+$/.test(status) ? Number(status) : status;
    return (
      simpleType(schema) ?? {
        kind: "paths",
        keys: [path, method, "responses", statusKey, "content", mediaType],
        optional: [],
      }
    );
  }

  if (types.length === 0) return { kind: "none", type: named("void"), accept: [], description };
  return {
    kind: bodyMayBeMissing ? "optional" : "data",
    type: { kind: "union", members: types },
    accept: [...accept],
    description,
  };
}

/** Of several representations of one answer, those in JSON; never a stream of events, which does not end. */
function preferred<Media>(content: [mediaType: string, media: Media][]): [string, Media][] {
  const ending = content.filter(([mediaType]) => !isEventStream(mediaType));
  const json = ending.filter(([mediaType]) => mediaKind(mediaType) === "json");
  return json.length > 0 ? json : ending;
}
