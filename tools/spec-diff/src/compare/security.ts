import {
  type JsonObject,
  type JsonValue,
  isObject,
  objectAt,
  stringAt,
  stringsAt,
} from "../../../generator/src/json.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { canonicalJson } from "../canonical-json.ts";
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
    const message = `scopes of ${scheme} changed from ${scopes.join(", ") || "none"} to ${others.join(", ") || "none"}`;
    if (others.some((scope) => !scopes.includes(scope))) c.report("security-scope-added", where, message);
    if (scopes.some((scope) => !others.includes(scope))) c.report("security-scope-removed", where, message);
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
  const before = schemesIn(c.before);
  const after = schemesIn(c.after);
  for (const [name, raw] of Object.entries(before)) {
    const from = c.before.spec.resolve(raw);
    const where = `security scheme ${name}`;
    if (after[name] === undefined)
      c.report("security-scheme-removed", where, `security scheme ${name} (${from.type}) removed`);
    else compareScheme(c, from, c.after.spec.resolve(after[name]), where);
  }
  for (const [name, raw] of Object.entries(after)) {
    if (before[name] !== undefined) continue;
    const type = stringAt(c.after.spec.resolve(raw), "type");
    c.report("security-scheme-added", `security scheme ${name}`, `security scheme ${name} (${type}) added`);
  }
}

function schemesIn({ spec }: Side): JsonObject {
  return objectAt(objectAt(spec.document, "components"), "securitySchemes");
}

function schemeTexts({ description, bearerFormat }: JsonObject): JsonObject {
  return { description, bearerFormat };
}

function compareScheme(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  for (const key of ["type", "in", "name", "scheme", "openIdConnectUrl"]) {
    const from = schemeValue(before, key);
    const to = schemeValue(after, key);
    if (from !== to)
      c.report("security-scheme-changed", where, `${key} changed from ${from ?? "none"} to ${to ?? "none"}`);
  }
  compareTexts(c, schemeTexts(before), schemeTexts(after), where);
  const flows = { before: objectAt(before, "flows"), after: objectAt(after, "flows") };
  for (const flow of new Set([...Object.keys(flows.before), ...Object.keys(flows.after)])) {
    compareFlow(c, flow, flows.before[flow], flows.after[flow], where);
  }
}

/** Scheme and header names ignore case. */
function schemeValue(scheme: JsonObject, key: string): string | undefined {
  const value = stringAt(scheme, key);
  return key === "scheme" || (key === "name" && scheme.in === "header") ? value?.toLowerCase() : value;
}

function compareFlow(
  c: Comparison,
  flow: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  where: string,
): void {
  if (!isObject(before) || !isObject(after)) {
    if (isObject(before)) c.report("security-scheme-changed", where, `flow ${flow} removed`);
    else if (isObject(after)) c.report("security-scheme-scope-added", where, `flow ${flow} added`);
    return;
  }
  for (const key of ["authorizationUrl", "tokenUrl", "refreshUrl"]) {
    if (before[key] !== after[key]) {
      c.report(
        "security-scheme-changed",
        where,
        `${key} of ${flow} changed from ${before[key] ?? "none"} to ${after[key] ?? "none"}`,
      );
    }
  }
  const scopes = { before: objectAt(before, "scopes"), after: objectAt(after, "scopes") };
  for (const scope of Object.keys(scopes.before)) {
    if (scopes.after[scope] === undefined)
      c.report("security-scheme-scope-removed", where, `scope ${scope} of ${flow} removed`);
  }
  for (const scope of Object.keys(scopes.after)) {
    if (scopes.before[scope] === undefined)
      c.report("security-scheme-scope-added", where, `scope ${scope} of ${flow} added`);
    else compareTexts(c, { [scope]: scopes.before[scope] }, { [scope]: scopes.after[scope] }, where);
  }
}
