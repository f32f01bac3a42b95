import { type JsonObject, isObject, objectAt } from "../../../generator/src/json.ts";
import { compareSchemas } from "./schema.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import { pairMediaTypes } from "../media-type.ts";
import { sameJson } from "../canonical-json.ts";
import { sharedPlace, textsOf } from "./parameters.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareRequestBody(c: Comparison, pair: OperationPair): void {
  const hadBody = pair.before.declaration.requestBody !== undefined;
  const hasBody = pair.after.declaration.requestBody !== undefined;
  const where = `${pair.where} body`;
  const before = c.before.spec.resolve(pair.before.declaration.requestBody);
  const after = c.after.spec.resolve(pair.after.declaration.requestBody);
  if (!hadBody && !hasBody) return;
  if (!hadBody) {
    const rule = after.required === true ? "required-request-body-added" : "optional-request-body-added";
    c.report(rule, where, `${words(after)} request body (${mediaTypes(after)}) added`);
    return;
  }
  if (!hasBody) {
    c.report("request-body-removed", where, `${words(before)} request body (${mediaTypes(before)}) removed`);
    return;
  }
  if (words(before) !== words(after)) {
    const rule = after.required === true ? "request-body-became-required" : "request-body-became-optional";
    c.report(rule, where, `request body changed from ${words(before)} to ${words(after)}`);
  }
  const shared = sharedPlace(pair.before.declaration.requestBody);
  const textsAt =
    shared !== undefined && shared === sharedPlace(pair.after.declaration.requestBody) ? shared : where;
  compareTexts(c, textsOf(before), textsOf(after), textsAt);
  compareContent(c, pair, before, after, where, textsAt);
}

function words(body: JsonObject): string {
  return body.required === true ? "required" : "optional";
}

function mediaTypes(body: JsonObject): string {
  return Object.keys(objectAt(body, "content")).join(", ") || "no media type";
}

function compareContent(
  c: Comparison,
  pair: OperationPair,
  before: JsonObject,
  after: JsonObject,
  where: string,
  textsAt: string,
): void {
  const content = { before: objectAt(before, "content"), after: objectAt(after, "content") };
  const { pairs, lost, gained } = pairMediaTypes(Object.keys(content.before), Object.keys(content.after));
  const lists = `from ${mediaTypes(before)} to ${mediaTypes(after)}`;
  for (const name of lost)
    c.report("request-media-type-removed", where, `media type ${name} removed, ${lists}`);
  for (const name of gained)
    c.report("request-media-type-added", where, `media type ${name} added, ${lists}`);
  for (const { from, to, relation } of pairs) {
    const message = `media type changed from ${from} to ${to}`;
    if (relation === "respelled") c.report("request-media-type-respelled", where, message);
    if (relation === "parameters") c.report("request-media-type-parameters-changed", where, message);
    const mediaBefore = content.before[from];
    const mediaAfter = content.after[to];
    if (!isObject(mediaBefore) || !isObject(mediaAfter)) continue;
    const at = Object.keys(content.before).length > 1 ? `${where} (${from})` : where;
    compareTexts(c, textsOf(mediaBefore), textsOf(mediaAfter), `${textsAt} ${from}`);
    if (!sameJson(encodingOf(c, "before", mediaBefore), encodingOf(c, "after", mediaAfter))) {
      c.report("request-encoding-changed", at, "encoding of the parts changed");
    }
    compareSchemas(c, mediaBefore.schema, mediaAfter.schema, {
      direction: "request",
      where: at,
      travels: true,
      open: [],
    });
  }
  compareDefault(c, pair, where, pairs);
}

function encodingOf(c: Comparison, side: "before" | "after", media: JsonObject) {
  return media.encoding === undefined ? undefined : c[side].schemas.expand(media.encoding);
}

/** The media type that a call without `contentType` sends: the first of the model. */
function compareDefault(
  c: Comparison,
  pair: OperationPair,
  where: string,
  pairs: readonly { readonly from: string; readonly to: string }[],
): void {
  const from = pair.before.modelled?.body?.content[0]?.mediaType;
  const to = pair.after.modelled?.body?.content[0]?.mediaType;
  if (from === undefined || to === undefined || from === to) return;
  if (pairs.some((one) => one.from === from && one.to === to)) return;
  c.report("default-media-type-changed", where, `default media type changed from ${from} to ${to}`);
}
