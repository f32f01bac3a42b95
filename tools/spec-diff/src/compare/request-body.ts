import type { JsonObject } from "../../../generator/src/json.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import { compareContent, mediaTypes } from "./content.ts";
import { textPlace, textsOf } from "./parameters.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareRequestBody(c: Comparison, pair: OperationPair): void {
  const raw = { before: pair.before.declaration.requestBody, after: pair.after.declaration.requestBody };
  const where = `${pair.where} body`;
  const before = c.before.spec.resolve(raw.before);
  const after = c.after.spec.resolve(raw.after);
  if (raw.before === undefined || raw.after === undefined) {
    const body = raw.before === undefined ? after : before;
    const message = `${needOf(body)} request body (${mediaTypes(body)})`;
    if (raw.before !== undefined) c.report("request-body-removed", where, `${message} removed`);
    else if (raw.after !== undefined)
      c.report(`${needOf(after)}-request-body-added`, where, `${message} added`);
    return;
  }
  c.reportChange(
    `request-body-became-${needOf(after)}`,
    where,
    "request body",
    needOf(before),
    needOf(after),
  );
  const textsAt = textPlace(raw.before, raw.after, where);
  compareTexts(c, textsOf(before), textsOf(after), textsAt);
  const pairs = compareContent(c, {
    direction: "request",
    before,
    after,
    where,
    at: where,
    textsAt: (mediaType) => `${textsAt} ${mediaType}`,
  });
  // What a call without `contentType` sends: the first of the model.
  const [from, to] = [pair.before, pair.after].map(({ modelled }) => modelled?.body?.content[0]?.mediaType);
  if (from !== undefined && to !== undefined && !pairs.some((one) => one.from === from && one.to === to))
    c.reportChange("default-media-type-changed", where, "default media type", from, to);
}

function needOf(body: JsonObject): string {
  return body.required === true ? "required" : "optional";
}
