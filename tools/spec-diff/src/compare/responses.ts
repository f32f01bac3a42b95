import { type JsonObject, type JsonValue, isObject, objectAt } from "../../../generator/src/json.ts";
import { compareSchemas } from "./schema.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import { pairMediaTypes } from "../media-type.ts";
import { compareResponseExtensions } from "./extensions.ts";
import { sharedPlace, textsOf } from "./parameters.ts";
import { describe } from "./schema-type.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareResponses(c: Comparison, pair: OperationPair): void {
  const before = objectAt(pair.before.declaration, "responses");
  const after = objectAt(pair.after.declaration, "responses");
  for (const [status, raw] of Object.entries(before)) {
    if (status.startsWith("x-")) continue;
    const where = `${pair.where} ${status}`;
    const other = after[statusKey(after, status)];
    if (other === undefined) {
      const rule = isSuccess(status) ? "success-status-removed" : "error-status-removed";
      c.report(rule, where, `status ${status} removed, from ${statuses(before)} to ${statuses(after)}`);
    } else {
      const shared = sharedPlace(raw);
      const textsAt = shared !== undefined && shared === sharedPlace(other) ? shared : where;
      compareResponse(c, c.before.spec.resolve(raw), c.after.spec.resolve(other), where, textsAt);
    }
  }
  for (const status of Object.keys(after)) {
    if (status.startsWith("x-") || before[statusKey(before, status)] !== undefined) continue;
    const rule = isSuccess(status) ? "success-status-added" : "error-status-added";
    c.report(
      rule,
      `${pair.where} ${status}`,
      `status ${status} added, from ${statuses(before)} to ${statuses(after)}`,
    );
  }
}

/** `4xx` and `4XX` are one range. */
function statusKey(responses: JsonObject, status: string): string {
  return Object.keys(responses).find((key) => key.toUpperCase() === status.toUpperCase()) ?? status;
}

function isSuccess(status: string): boolean {
  return /^[123]/.test(status);
}

function statuses(responses: JsonObject): string {
  return Object.keys(responses)
    .filter((status) => !status.startsWith("x-"))
    .toSorted()
    .join(", ");
}

function compareResponse(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  where: string,
  textsAt: string,
): void {
  compareTexts(c, textsOf(before), textsOf(after), textsAt);
  compareResponseExtensions(c, before, after, where);
  compareHeaders(c, objectAt(before, "headers"), objectAt(after, "headers"), where, textsAt);
  const content = { before: objectAt(before, "content"), after: objectAt(after, "content") };
  const names = { before: Object.keys(content.before), after: Object.keys(content.after) };
  if (names.before.length === 0 && names.after.length === 0) return;
  if (names.before.length === 0) {
    c.report("response-body-added", where, `body changed from none to ${names.after.join(", ")}`);
    return;
  }
  if (names.after.length === 0) {
    c.report("response-body-removed", where, `body changed from ${names.before.join(", ")} to none`);
    return;
  }
  const { pairs, lost, gained } = pairMediaTypes(names.before, names.after);
  const lists = `from ${names.before.join(", ")} to ${names.after.join(", ")}`;
  for (const name of lost)
    c.report("response-media-type-removed", where, `media type ${name} removed, ${lists}`);
  for (const name of gained)
    c.report("response-media-type-added", where, `media type ${name} added, ${lists}`);
  for (const { from, to, relation } of pairs) {
    const message = `media type changed from ${from} to ${to}`;
    if (relation === "respelled") c.report("response-media-type-respelled", where, message);
    if (relation === "parameters") c.report("response-media-type-parameters-changed", where, message);
    const mediaBefore = content.before[from];
    const mediaAfter = content.after[to];
    if (!isObject(mediaBefore) || !isObject(mediaAfter)) continue;
    const at = `${where} body${names.before.length > 1 ? ` (${from})` : ""}`;
    compareTexts(c, textsOf(mediaBefore), textsOf(mediaAfter), `${textsAt} body`);
    compareSchemas(c, mediaBefore.schema, mediaAfter.schema, {
      direction: "response",
      where: at,
      travels: true,
      open: [],
    });
  }
}

function compareHeaders(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  where: string,
  textsAt: string,
): void {
  const left = byLowerName(after);
  for (const [key, { name, raw }] of byLowerName(before)) {
    // The media type stands under `content`; OpenAPI ignores this header.
    if (key === "content-type") continue;
    const at = `${where} header ${name}`;
    const from = c.before.spec.resolve(raw);
    const other = left.get(key);
    left.delete(key);
    if (!other) {
      c.report(
        "response-header-removed",
        at,
        `${from.required === true ? "required" : "optional"} header ${name} removed`,
      );
      continue;
    }
    const to = c.after.spec.resolve(other.raw);
    if (name !== other.name)
      c.report("response-header-respelled", at, `header renamed from ${name} to ${other.name}`);
    if ((from.required === true) !== (to.required === true)) {
      if (to.required === true)
        c.report("response-header-became-required", at, `header ${name} changed from optional to required`);
      else
        c.report("response-header-became-optional", at, `header ${name} changed from required to optional`);
    }
    const headerTextsAt =
      sharedPlace(raw) !== undefined && sharedPlace(raw) === sharedPlace(other.raw)
        ? sharedPlace(raw)
        : `${textsAt} header ${name}`;
    compareTexts(c, textsOf(from), textsOf(to), headerTextsAt ?? at);
    compareSchemas(c, from.schema, to.schema, { direction: "response", where: at, travels: true, open: [] });
  }
  for (const [key, { name, raw }] of left) {
    if (key === "content-type") continue;
    const to = c.after.spec.resolve(raw);
    c.report(
      "response-header-added",
      `${where} header ${name}`,
      `header ${name} (${describe(c.after.schemas.read(to.schema))}) added`,
    );
  }
}

function byLowerName(
  headers: JsonObject,
): Map<string, { readonly name: string; readonly raw: JsonValue | undefined }> {
  return new Map(Object.entries(headers).map(([name, raw]) => [name.toLowerCase(), { name, raw }]));
}
