import { type JsonObject, isObject, objectAt, stringAt, stringsAt } from "../../../generator/src/json.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { canonicalJson } from "../canonical-json.ts";
import { differenceOf, membersOf, pairMembers } from "../members.ts";
import { compareTexts } from "./schema-notes.ts";

/** Schemes, each with its sorted scopes. `{}` is "no credential". */
type Alternative = ReadonlyMap<string, readonly string[]>;

export function compareSecurity(c: Comparison, pair: OperationPair): void {
  const before = readAlternatives(c.before, pair.before);
  const after = readAlternatives(c.after, pair.after);
  const where = `${pair.where} security`;
  const lists = `from ${shown(before)} to ${shown(after)}`;
  if (isOpen(before) !== isOpen(after)) {
    c.report(isOpen(before) ? "security-required" : "security-lifted", where, `security changed ${lists}`);
  }
  const left = new Set(named(after));
  for (const from of named(before)) {
    const candidates = [...left].filter((one) => schemesOf(one) === schemesOf(from));
    const to = candidates.find((one) => canonical(one) === canonical(from)) ?? candidates[0];
    if (!to) {
      if (!isOpen(after))
        c.report("security-alternative-removed", where, `${alternative(from)} removed, ${lists}`);
      continue;
    }
    left.delete(to);
    compareScopes(c, from, to, where);
  }
  if (isOpen(before)) return;
  for (const to of left) c.report("security-alternative-added", where, `${alternative(to)} added, ${lists}`);
}

function named(alternatives: readonly Alternative[]): Alternative[] {
  return alternatives.filter(({ size }) => size > 0);
}

function compareScopes(c: Comparison, before: Alternative, after: Alternative, where: string): void {
  for (const [scheme, scopes] of before) {
    const others = after.get(scheme) ?? [];
    const { lost, gained } = differenceOf(scopes, others);
    const message = `scopes of ${scheme} changed from ${scopes.join(", ") || "none"} to ${others.join(", ") || "none"}`;
    if (gained.length > 0) c.report("security-scope-added", where, message);
    if (lost.length > 0) c.report("security-scope-removed", where, message);
  }
}

function readAlternatives({ spec }: Side, { declaration }: OperationSide): Alternative[] {
  const requirements = declaration.security ?? spec.document.security;
  if (!Array.isArray(requirements)) return [];
  return requirements.filter(isObject).map(
    (one) =>
      new Map(
        Object.keys(one)
          .toSorted()
          .map((scheme) => [scheme, stringsAt(one, scheme).toSorted()]),
      ),
  );
}

function isOpen(alternatives: readonly Alternative[]): boolean {
  return alternatives.length === 0 || alternatives.some(({ size }) => size === 0);
}

function schemesOf(one: Alternative): string {
  return [...one.keys()].join(" and ");
}

function canonical(one: Alternative): string {
  return canonicalJson([...one].map(([scheme, scopes]) => [scheme, [...scopes]]));
}

function alternative(one: Alternative): string {
  const schemes = [...one].map(([scheme, scopes]) =>
    scopes.length > 0 ? `${scheme} (${scopes.join(", ")})` : scheme,
  );
  return schemes.join(" and ") || "no credential";
}

function shown(alternatives: readonly Alternative[]): string {
  return alternatives.map(alternative).toSorted().join(" or ") || "no credential";
}

export function compareSecuritySchemes(c: Comparison): void {
  const { lost, gained, both } = pairMembers(schemesIn(c.before), schemesIn(c.after));
  for (const [name, from, to] of both) compareScheme(c, from, to, `security scheme ${name}`);
  for (const [rule, schemes] of [
    ["removed", lost],
    ["added", gained],
  ] as const) {
    for (const [name, { type }] of schemes) {
      const where = `security scheme ${name}`;
      c.report(`security-scheme-${rule}`, where, `${where} (${type}) ${rule}`);
    }
  }
}

function schemesIn({ spec }: Side): [string, JsonObject][] {
  const schemes = objectAt(objectAt(spec.document, "components"), "securitySchemes");
  return membersOf(schemes).map(([name, raw]) => [name, spec.resolve(raw)]);
}

function compareScheme(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  for (const key of ["type", "in", "name", "scheme", "openIdConnectUrl"])
    c.reportChange("security-scheme-changed", where, key, schemeValue(before, key), schemeValue(after, key));
  compareTexts(c, before, after, where, ["description", "bearerFormat"]);
  const flows = [before, after].map((scheme) => membersOf(objectAt(scheme, "flows")));
  const { lost, gained, both } = pairMembers(flows[0] ?? [], flows[1] ?? []);
  for (const [flow] of lost) c.report("security-scheme-changed", where, `flow ${flow} removed`);
  for (const [flow] of gained) c.report("security-scheme-scope-added", where, `flow ${flow} added`);
  for (const [flow, from, to] of both)
    if (isObject(from) && isObject(to)) compareFlow(c, flow, from, to, where);
}

/** Scheme and header names ignore case. */
function schemeValue(scheme: JsonObject, key: string): string | undefined {
  const value = stringAt(scheme, key);
  return key === "scheme" || (key === "name" && scheme.in === "header") ? value?.toLowerCase() : value;
}

function compareFlow(
  c: Comparison,
  flow: string,
  before: JsonObject,
  after: JsonObject,
  where: string,
): void {
  for (const key of ["authorizationUrl", "tokenUrl", "refreshUrl"])
    c.reportChange("security-scheme-changed", where, `${key} of ${flow}`, before[key], after[key]);
  const scopes = { before: objectAt(before, "scopes"), after: objectAt(after, "scopes") };
  const { lost, gained, both } = pairMembers(membersOf(scopes.before), membersOf(scopes.after));
  for (const [scope] of lost)
    c.report("security-scheme-scope-removed", where, `scope ${scope} of ${flow} removed`);
  for (const [scope] of gained)
    c.report("security-scheme-scope-added", where, `scope ${scope} of ${flow} added`);
  for (const [scope] of both) compareTexts(c, scopes.before, scopes.after, where, [scope]);
}
