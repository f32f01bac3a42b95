import { isTrueOf, readCuration } from "../../../contract-kit/src/spec-check/curation.ts";
import { type Document, valueAt } from "../../../contract-kit/src/document.ts";
import { differ, essence } from "./document-parts.ts";

/**
 * What becomes of a departure from the published document in the next version.
 *
 * `applies`: it is in the new document and the published one still lacks it. `conflict`: the new document does not carry it.
 * `changed`: the owner changed the place it departs from. `obsolete`: the published document says the same now.
 */
export type CurationStatus = "applies" | "conflict" | "changed" | "obsolete";

export interface CurationVerdict {
  readonly id: string;
  readonly status: CurationStatus;
  readonly reason: string;
}

export interface Documents {
  /** The new document, curated. */
  readonly draft: Document;
  /** What the owner publishes for the new version, where it is known. */
  readonly upstream: Document | undefined;
  /** What the owner published for the current version, where it was kept. */
  readonly base: Document | undefined;
}

/** Judges every entry of the current `curation.md`. */
export function judgeCurations(curation: string, documents: Documents): CurationVerdict[] {
  return readCuration(curation).map(({ id, holds }) => ({ id, ...judge(holds, documents) }));
}

function judge(holds: readonly string[], { draft, upstream, base }: Documents): Omit<CurationVerdict, "id"> {
  // That something is absent, or that there is some text, is true of most documents and proves nothing by itself.
  const positive = holds.filter((expression) => !expression.startsWith("no ") && !isAboutText(expression));
  if (
    positive.length > 0 &&
    holds.every((expression) => says(upstream, expression)) &&
    !(base !== undefined && holds.every((expression) => says(base, expression)))
  )
    return { status: "obsolete", reason: "the published document says the same now" };
  const broken = holds.find((expression) => !says(draft, expression));
  if (broken !== undefined) return { status: "conflict", reason: `the new document lacks ${broken}` };
  if (upstream !== undefined && base !== undefined) {
    const moved = holds.map(pointerOf).find((pointer) => {
      if (pointer.includes("*") || textKeys.test(pointer)) return false;
      return differ(essence(valueAt(base.root, pointer)), essence(valueAt(upstream.root, pointer)));
    });
    if (moved !== undefined)
      return { status: "changed", reason: `the published document changed at ${moved}` };
  }
  return { status: "applies", reason: "" };
}

function says(document: Document | undefined, expression: string): boolean {
  return document !== undefined && isTrueOf(document, expression);
}

/** Words are ours, and the record of an earlier publication has none. */
const textKeys = /\/(description|summary|title)$/;

/** Whether an expression says no more than that there is a text. */
function isAboutText(expression: string): boolean {
  return textKeys.test(expression);
}

function pointerOf(expression: string): string {
  return /^(?:no )?(\S+)/.exec(expression)?.[1] ?? "#";
}
