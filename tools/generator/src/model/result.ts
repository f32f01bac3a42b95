import { type JsonObject, isObject, objectAt, stringAt } from "../json.ts";
import type { Spec } from "../read-spec.ts";
import { mediaKind } from "./body.ts";
import type { Result } from "./model.ts";
import { pathsIndex, simpleTypeExpression } from "./type-expression.ts";

/** What the successful responses of an operation give to the caller. */
export function readResult(
  spec: Spec,
  path: string,
  method: string,
  operation: JsonObject,
  alias: (name: string) => string | undefined,
): Result {
  const types = new Set<string>();
  const accept = new Set<string>();
  let bodyMayBeMissing = false;
  let description: string | undefined;
  const responses = objectAt(operation, "responses");
  for (const [status, raw] of Object.entries(responses)) {
    if (!/^2(\d\d|XX)$/i.test(status)) continue;
    const response = spec.resolve(raw);
    description ??= stringAt(response, "description");
    const content = Object.entries(objectAt(response, "content"));
    if (content.length === 0 || method === "head" || response["x-body-optional"] === true)
      bodyMayBeMissing = true;
    if (method === "head") continue;
    for (const [mediaType, media] of content) {
      accept.add(mediaType);
      types.add(resultType(mediaType, isObject(media) ? media.schema : undefined, status));
    }
  }

  function resultType(
    mediaType: string,
    schema: Parameters<typeof simpleTypeExpression>[0],
    status: string,
  ): string {
    const kind = mediaKind(mediaType);
    if (kind === "bytes" || kind === "multipart") return "Uint8Array<ArrayBuffer>";
    if (kind === "text" || kind === "form") return "string";
    if (schema === undefined) return "unknown";
    const statusKey = /^\d+$/.test(status) ? Number(status) : status;
    return (
      simpleTypeExpression(schema, alias) ??
      pathsIndex([path, method, "responses", statusKey, "content", mediaType])
    );
  }

  if (types.size === 0) return { kind: "none", type: "void", accept: [], description };
  return {
    kind: bodyMayBeMissing ? "optional" : "data",
    type: [...types].join(" | "),
    accept: [...accept],
    description,
  };
}
