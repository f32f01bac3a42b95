import { type JsonObject, objectAt, stringAt, stringsAt } from "../../../generator/src/json.ts";
import type { Comparison, OperationPair } from "../comparison.ts";
import { differenceOf } from "../members.ts";

const where = "info.x-client";

export function compareClientSettings(c: Comparison): void {
  const before = c.before.model.client;
  const after = c.after.model.client;
  const scopeRule = before.scope === undefined ? "client-scope-added" : "client-scope-removed";
  c.reportChange(scopeRule, where, "scope", before.scope, after.scope);
  const { lost, gained } = differenceOf(before.defaults, after.defaults);
  const lists = `defaults changed from ${shown(before.defaults)} to ${shown(after.defaults)}`;
  if (gained.length > 0) c.report("client-default-added", where, lists);
  if (lost.length > 0) c.report("client-default-removed", where, lists);
  const key = "apiVersionParameter";
  c.reportChange("api-version-parameter-changed", where, key, before[key], after[key]);
  const [from, to] = [before.errorCodeHeader, after.errorCodeHeader];
  const headerRule = from === undefined ? "error-code-header-added" : "error-code-header-changed";
  if (from?.toLowerCase() !== to?.toLowerCase())
    c.reportChange(headerRule, where, "errorCodeHeader", from, to);
}

export function compareOperationExtensions(c: Comparison, pair: OperationPair): void {
  const from = pair.before.declaration;
  const to = pair.after.declaration;
  compareExistence(c, pair, stringsAt(from, "x-existence"), stringsAt(to, "x-existence"));
  compareCodes(c, pair, "x-absence", "absence-code-added", "absence-code-removed");
  const retry = { before: pair.before.modelled?.retry, after: pair.after.modelled?.retry };
  if (retry.before && retry.after && retry.before !== retry.after) {
    const rule = retry.after === "idempotent" ? "retry-widened" : "retry-narrowed";
    c.report(rule, `${pair.where} x-retry`, `retry changed from ${retry.before} to ${retry.after}`);
  }
  comparePaging(c, pair);
  const key = "x-upstream-operation-id";
  const ids = [stringAt(from, key), stringAt(to, key)];
  if (ids[0] !== ids[1])
    c.report(
      "upstream-operation-id-changed",
      `${pair.where} ${key}`,
      `changed from ${ids[0] ?? "none"} to ${ids[1] ?? "none"}`,
    );
}

function compareExistence(
  c: Comparison,
  pair: OperationPair,
  before: readonly string[],
  after: readonly string[],
): void {
  const at = `${pair.where} x-existence`;
  const message = `changed from ${shown(before)} to ${shown(after)}`;
  if (before.length === 0 && after.length > 0) c.report("existence-added", at, message);
  else if (before.length > 0 && after.length === 0) c.report("existence-removed", at, message);
  else compareCodes(c, pair, "x-existence", "existence-code-added", "existence-code-removed");
}

function compareCodes(c: Comparison, pair: OperationPair, key: string, added: string, removed: string): void {
  const before = stringsAt(pair.before.declaration, key);
  const after = stringsAt(pair.after.declaration, key);
  const { lost, gained } = differenceOf(before, after);
  const message = `changed from ${shown(before)} to ${shown(after)}`;
  if (gained.length > 0) c.report(added, `${pair.where} ${key}`, message);
  if (lost.length > 0) c.report(removed, `${pair.where} ${key}`, message);
}

function comparePaging(c: Comparison, pair: OperationPair): void {
  const before = pair.before.modelled?.paging;
  const after = pair.after.modelled?.paging;
  const at = `${pair.where} x-ms-pageable`;
  const message = `changed from ${JSON.stringify(before ?? "none")} to ${JSON.stringify(after ?? "none")}`;
  if (!before || !after) {
    if (before) c.report("paging-removed", at, message);
    else if (after) c.report("paging-added", at, message);
  } else if (before.itemsKey !== after.itemsKey) c.report("paging-items-changed", at, message);
  else if (JSON.stringify(before) !== JSON.stringify(after)) c.report("paging-changed", at, message);
}

/** `x-body-optional` of a response that has a body on both sides. */
export function compareResponseExtensions(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  at: string,
): void {
  const was = before["x-body-optional"] === true;
  const is = after["x-body-optional"] === true;
  if (![before, after].every((one) => Object.keys(objectAt(one, "content")).length > 0)) return;
  c.reportFlag(["body-became-optional", "body-became-certain"], `${at} body`, "x-body-optional", was, is);
}

function shown(items: readonly string[]): string {
  return items.join(", ") || "none";
}
