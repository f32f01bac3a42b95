import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EditableDocument } from "../trial/editable-document.ts";

/** A version that was never published, to rehearse with. */
export interface MadeUpVersion {
  readonly version: string;
  readonly document: string;
  /** What it stands for. */
  readonly title: string;
}

/** A date some days after a version. */
export function dateAfter(version: string, days: number): string {
  return new Date(Date.parse(`${version}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The current document and one optional parameter more. */
export function smallVersion(text: string, current: string): MadeUpVersion {
  const version = dateAfter(current, 30);
  const document = new EditableDocument(text, current, version);
  const [first] = document.operations().filter(({ operation }) => Array.isArray(operation.parameters));
  if (!first) throw new Error("The document has no operation with parameters to add one to");
  document.addParameter(first, {
    name: "rehearsal",
    in: "query",
    description: "Made up for a rehearsal of releases.",
    schema: { type: "string" },
    example: "yes",
  });
  return { version, document: document.toString(), title: "one optional parameter more" };
}

/** The made-up version of the generator's tests: ten changes, some of which break users. */
export function largeVersion(root: string, current: string): MadeUpVersion {
  const version = dateAfter(current, 60);
  const path = "tools/spec-diff/test/history/2025-08-01.yaml";
  const document = readFileSync(join(root, path), "utf8").replaceAll("2025-08-01", version);
  return { version, document, title: "ten mixed changes" };
}
