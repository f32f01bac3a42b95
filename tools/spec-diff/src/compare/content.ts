import { type JsonObject, isObject, objectAt } from "../../../generator/src/json.ts";
import type { Comparison } from "../comparison.ts";
import { sameJson } from "../canonical-json.ts";
import { pairMediaTypes } from "../media-type.ts";
import { textsOf } from "./parameters.ts";
import { compareSchemas } from "./schema.ts";
import { compareTexts } from "./schema-notes.ts";

/** A body with several media types, on both sides. */
export interface Bodies {
  readonly direction: "request" | "response";
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Where changes of the media types are reported. */
  readonly where: string;
  /** Where changes of one media type are reported. */
  readonly at: string;
  /** Where texts of one media type are reported. */
  readonly textsAt: (mediaType: string) => string;
}

/** Compares media types and schemas of two bodies. @returns The media types that belong together. */
export function compareContent(c: Comparison, { direction, where, at, textsAt, ...body }: Bodies) {
  const content = { before: objectAt(body.before, "content"), after: objectAt(body.after, "content") };
  const names = { before: Object.keys(content.before), after: Object.keys(content.after) };
  const { pairs, lost, gained } = pairMediaTypes(names.before, names.after);
  const lists = `from ${mediaTypes(body.before)} to ${mediaTypes(body.after)}`;
  for (const name of lost)
    c.report(`${direction}-media-type-removed`, where, `media type ${name} removed, ${lists}`);
  for (const name of gained)
    c.report(`${direction}-media-type-added`, where, `media type ${name} added, ${lists}`);
  for (const { from, to, relation } of pairs) {
    const rule = relation === "respelled" ? "respelled" : "parameters-changed";
    c.reportChange(`${direction}-media-type-${rule}`, where, "media type", from, to);
    const before = content.before[from];
    const after = content.after[to];
    if (!isObject(before) || !isObject(after)) continue;
    const place = names.before.length > 1 ? `${at} (${from})` : at;
    compareTexts(c, textsOf(before), textsOf(after), textsAt(from));
    if (direction === "request") {
      const encodings = [c.before.schemas.expand(before.encoding), c.after.schemas.expand(after.encoding)];
      if (!sameJson(encodings[0], encodings[1]))
        c.report("request-encoding-changed", place, "encoding of the parts changed");
    }
    compareSchemas(c, before.schema, after.schema, { direction, where: place, travels: true, open: [] });
  }
  return pairs;
}

export function mediaTypes(body: JsonObject): string {
  return Object.keys(objectAt(body, "content")).join(", ") || "no media type";
}
