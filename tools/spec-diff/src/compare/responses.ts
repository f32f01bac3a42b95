import { type JsonObject, type JsonValue, objectAt } from "../../../generator/src/json.ts";
import { compareSchemas } from "./schema.ts";
import type { Comparison, OperationPair, OperationSide } from "../comparison.ts";
import { membersOf, pairMembers } from "../members.ts";
import { compareContent, mediaTypes } from "./content.ts";
import { compareResponseExtensions } from "./extensions.ts";
import { textPlace, textsOf } from "./parameters.ts";
import { describe } from "./schema-type.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareResponses(c: Comparison, pair: OperationPair): void {
  const before = statusesOf(pair.before);
  const after = statusesOf(pair.after);
  const { lost, gained, both } = pairMembers(byRange(before), byRange(after));
  const lists = `from ${shown(before)} to ${shown(after)}`;
  for (const [, [status, raw], [, other]] of both) {
    const where = `${pair.where} ${status}`;
    const [from, to] = [c.before.spec.resolve(raw), c.after.spec.resolve(other)];
    compareResponse(c, from, to, where, textPlace(raw, other, where));
  }
  for (const [, [status]] of lost)
    c.report(
      `${kindOf(status)}-status-removed`,
      `${pair.where} ${status}`,
      `status ${status} removed, ${lists}`,
    );
  for (const [, [status]] of gained)
    c.report(`${kindOf(status)}-status-added`, `${pair.where} ${status}`, `status ${status} added, ${lists}`);
}

type Status = [status: string, raw: JsonValue];

function statusesOf({ declaration }: OperationSide): Status[] {
  return membersOf(objectAt(declaration, "responses")).filter(([status]) => !status.startsWith("x-"));
}

/** `4xx` and `4XX` are one range. */
function byRange(statuses: readonly Status[]): [string, Status][] {
  return statuses.map((one) => [one[0].toUpperCase(), one]);
}

function kindOf(status: string): "success" | "error" {
  return /^[123]/.test(status) ? "success" : "error";
}

function shown(statuses: readonly Status[]): string {
  return statuses
    .map(([status]) => status)
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
  const [hadBody, hasBody] = [before, after].map((one) => Object.keys(objectAt(one, "content")).length > 0);
  if (hadBody && hasBody) {
    const textPlaces = () => `${textsAt} body`;
    const bodies = { direction: "response", before, after, where, at: `${where} body` } as const;
    compareContent(c, { ...bodies, textsAt: textPlaces });
  } else if (hasBody)
    c.report("response-body-added", where, `body changed from none to ${mediaTypes(after)}`);
  else if (hadBody)
    c.report("response-body-removed", where, `body changed from ${mediaTypes(before)} to none`);
}

function compareHeaders(
  c: Comparison,
  before: JsonObject,
  after: JsonObject,
  where: string,
  textsAt: string,
): void {
  const { lost, gained, both } = pairMembers(byLowerName(before), byLowerName(after));
  for (const [, [name, raw], [newName, other]] of both) {
    const at = `${where} header ${name}`;
    const [from, to] = [c.before.spec.resolve(raw), c.after.spec.resolve(other)];
    if (name !== newName)
      c.report("response-header-respelled", at, `header renamed from ${name} to ${newName}`);
    const need = needOf(to);
    c.reportChange(`response-header-became-${need}`, at, `header ${name}`, needOf(from), need);
    compareTexts(c, textsOf(from), textsOf(to), textPlace(raw, other, `${textsAt} header ${name}`));
    compareSchemas(c, from.schema, to.schema, { direction: "response", where: at, travels: true, open: [] });
  }
  for (const [, [name, raw]] of lost) {
    const message = `${needOf(c.before.spec.resolve(raw))} header ${name} removed`;
    c.report("response-header-removed", `${where} header ${name}`, message);
  }
  for (const [, [name, raw]] of gained) {
    const type = describe(c.after.schemas.read(c.after.spec.resolve(raw).schema));
    c.report("response-header-added", `${where} header ${name}`, `header ${name} (${type}) added`);
  }
}

function needOf(header: JsonObject): string {
  return header.required === true ? "required" : "optional";
}

/** The media type stands under `content`; OpenAPI ignores a header for it. */
function byLowerName(headers: JsonObject): [string, [name: string, raw: JsonValue]][] {
  return membersOf(headers)
    .map((header): [string, [string, JsonValue]] => [header[0].toLowerCase(), header])
    .filter(([key]) => key !== "content-type");
}
