import { type JsonObject, type JsonValue, arrayAt, isObject, objectAt } from "../../../generator/src/json.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { differenceOf, pairMembers } from "../members.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareInfo(c: Comparison): void {
  const before = objectAt(c.before.spec.document, "info");
  const after = objectAt(c.after.spec.document, "info");
  const isSent = [c.before, c.after].every(({ model }) => model.client.apiVersionParameter !== undefined);
  const rule = isSent ? "sent-version-changed" : "version-changed";
  c.reportChange(rule, "info.version", "version", before.version, after.version);
  const texts = ["title", "summary", "description", "contact", "license", "termsOfService"];
  compareTexts(c, before, after, "info", texts);
  compareTexts(c, c.before.spec.document, c.after.spec.document, "document", ["externalDocs"]);
}

export function compareServers(c: Comparison): void {
  compareServerLists(c, serversOf(c.before.spec.document), serversOf(c.after.spec.document), "servers");
}

/** Servers of a path or operation, where it has its own. */
export function compareOwnServers(c: Comparison, pair: OperationPair): void {
  const before = serverOwner(c.before, pair.before);
  const after = serverOwner(c.after, pair.after);
  if (before === c.before.spec.document && after === c.after.spec.document) return;
  compareServerLists(c, serversOf(before), serversOf(after), `${pair.where} servers`);
}

function serverOwner(side: Side, { item, declaration }: OperationSide): JsonObject {
  return [declaration, item].find((owner) => Array.isArray(owner.servers)) ?? side.spec.document;
}

function serversOf(owner: JsonObject): JsonObject[] {
  const servers = arrayAt(owner, "servers").filter(isObject);
  return servers.length > 0 ? servers : [{ url: "/" }];
}

function compareServerLists(
  c: Comparison,
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  where: string,
): void {
  const lists = `from ${urls(before)} to ${urls(after)}`;
  const { lost, gained, both } = pairMembers(byUrl(before), byUrl(after));
  for (const [url, from, to] of both) compareServer(c, from, to, `${where} ${url}`);
  for (const [url] of lost) c.report("server-removed", where, `server ${url} removed, ${lists}`);
  for (const [url] of gained) c.report("server-added", where, `server ${url} added, ${lists}`);
}

function byUrl(servers: readonly JsonObject[]): [string, JsonObject][] {
  return servers.map((server) => [normalUrl(server.url), server]);
}

/** A trailing slash means nothing, since paths begin with one. */
function normalUrl(url: JsonValue | undefined): string {
  const text = typeof url === "string" ? url : "/";
  return text.length > 1 ? text.replace(/\/$/, "") : text;
}

function urls(servers: readonly JsonObject[]): string {
  return servers.map(({ url }) => normalUrl(url)).join(", ");
}

function compareServer(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  compareTexts(c, before, after, where, ["description"]);
  const variables = objectAt(before, "variables");
  for (const name of Object.keys(variables)) {
    const from = objectAt(variables, name);
    const to = objectAt(objectAt(after, "variables"), name);
    const at = `${where} ${name}`;
    compareTexts(c, from, to, at, ["description"]);
    c.reportChange("server-variable-default-changed", at, "default", from.default, to.default);
    compareVariableValues(c, from, to, at);
  }
}

function valuesOf({ enum: listed }: JsonObject): readonly JsonValue[] {
  return Array.isArray(listed) ? listed : ["any"];
}

function compareVariableValues(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  const [from, to] = [valuesOf(before), valuesOf(after)];
  const { lost, gained } = differenceOf(from, to);
  const lists = `values changed from ${from.join(", ")} to ${to.join(", ")}`;
  if (lost.length > 0 && Array.isArray(after.enum)) c.report("server-variable-value-removed", where, lists);
  if (gained.length > 0 && Array.isArray(before.enum)) c.report("server-variable-value-added", where, lists);
}
