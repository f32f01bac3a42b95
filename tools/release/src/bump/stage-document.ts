import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import type { JsonObject } from "../../../generator/src/json.ts";
import { parseSpec } from "../../../generator/src/read-spec.ts";
import { documentPath } from "../versions.ts";
import type { BumpInputs } from "./check-inputs.ts";
import { draftDocument } from "./draft.ts";
import type { StagingFolder } from "./staging-folder.ts";

/** Where the new document comes from, and what happened to it on the way. */
export interface StagedDocument {
  /** What was wrong in the published document and has been repaired. */
  readonly repairs: readonly string[];
  /** What was taken over from the published document. */
  readonly taken: readonly string[];
  /** What a person must look at before anything is made from the document. */
  readonly review: readonly string[];
}

/** Puts the new document, given or drafted from a published one, and its curation into the staging folder. */
export function stageDocument(
  { root, version, current, from }: BumpInputs,
  staging: StagingFolder,
): StagedDocument {
  const curation = `spec/${version}/curation.md`;
  const old = `spec/${current}/curation.md`;
  if (!existsSync(join(root, curation)) && staging.has(old))
    staging.add({ path: curation, text: staging.read(old).replaceAll(current, version) });
  const path = documentPath(version);
  if (from === undefined) {
    staging.add({ path, text: staging.read(path) });
    return { repairs: [], taken: [], review: [] };
  }
  const repairs: string[] = [];
  const text = readFileSync(from, "utf8");
  const warn = (line: string) => repairs.push(line);
  const upstream = parseSpec(text, basename(from), { published: true, warn });
  const curated = staging.read(documentPath(current));
  const base = publishedDocument(current, staging);
  const draft = draftDocument({ current, version, curated, upstream: upstream.document, base });
  staging.add({ path, text: draft.text }, { path: upstreamPath(version), text: upstreamText(text) });
  return { repairs, taken: draft.taken, review: draft.review };
}

/** The published document that is kept with a version, as OpenAPI 3. */
export function publishedDocument(version: string, staging: StagingFolder): JsonObject | undefined {
  const path = upstreamPath(version);
  return staging.has(path) ? parseSpec(staging.read(path), path, { published: true }).document : undefined;
}

/** Where the published document of a version is kept. */
export function upstreamPath(version: string): string {
  return `spec/${version}/upstream.yaml`;
}

/** A published document as it is kept: the same data as YAML, which can be read and compared line by line. */
function upstreamText(text: string): string {
  return stringify(parse(text, { uniqueKeys: false }), { lineWidth: 0, aliasDuplicateObjects: false });
}
