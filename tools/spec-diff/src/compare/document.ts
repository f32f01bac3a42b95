import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
} from "../../../generator/src/json.ts";
import type { Comparison, OperationPair, OperationSide, Side } from "../comparison.ts";
import { compareTexts } from "./schema-notes.ts";

export function compareInfo(c: Comparison): void {
  const before = objectAt(c.before.spec.document, "info");
  const after = objectAt(c.after.spec.document, "info");
  if (before.version !== after.version) {
    const isSent =
      c.before.model.client.apiVersionParameter !== undefined &&
      c.after.model.client.apiVersionParameter !== undefined;
    c.report(
      isSent ? "sent-version-changed" : "version-changed",
      "info.version",
      `version changed from ${before.version ?? "none"} to ${after.version ?? "none"}`,
    );
  }
  compareTexts(c, infoTexts(before), infoTexts(after), "info");
  compareTexts(
    c,
    { externalDocs: c.before.spec.document.externalDocs },
    { externalDocs: c.after.spec.document.externalDocs },
    "document",
  );
}

function infoTexts({
  title,
  summary,
  description,
  contact,
  license,
  termsOfService,
}: JsonObject): JsonObject {
  return { title, summary, description, contact, license, termsOfService };
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
  const left = byUrl(after);
  for (const [url, from] of byUrl(before)) {
    const to = left.get(url);
    left.delete(url);
    if (to) compareServer(c, from, to, `${where} ${url}`);
    else c.report("server-removed", where, `server ${url} removed, from ${urls(before)} to ${urls(after)}`);
  }
  for (const url of left.keys())
    c.report("server-added", where, `server ${url} added, from ${urls(before)} to ${urls(after)}`);
}

function byUrl(servers: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(servers.map((server) => [normalUrl(server.url), server]));
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
  compareTexts(c, { description: before.description }, { description: after.description }, where);
  const variables = { before: objectAt(before, "variables"), after: objectAt(after, "variables") };
  for (const name of Object.keys(variables.before)) {
    const from = objectAt(variables.before, name);
    const to = objectAt(variables.after, name);
    compareTexts(c, { description: from.description }, { description: to.description }, `${where} ${name}`);
    if (from.default !== to.default) {
      c.report(
        "server-variable-default-changed",
        `${where} ${name}`,
        `default changed from ${stringAt(from, "default")} to ${stringAt(to, "default")}`,
      );
    }
    compareVariableValues(c, from, to, `${where} ${name}`);
  }
}

function compareVariableValues(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  const from = Array.isArray(before.enum) ? before.enum : undefined;
  const to = Array.isArray(after.enum) ? after.enum : undefined;
  const lost = to && (from ? from.filter((value) => !to.includes(value)) : ["any"]);
  const gained = from && (to ? to.filter((value) => !from.includes(value)) : ["any"]);
  const lists = `values changed from ${from?.join(", ") ?? "any"} to ${to?.join(", ") ?? "any"}`;
  if (lost && lost.length > 0) c.report("server-variable-value-removed", where, lists);
  if (gained && gained.length > 0) c.report("server-variable-value-added", where, lists);
}
