import { type Application, type CommentDisplayPart, IndexEvent } from "typedoc";

/** Words that readers look for, of pages that say the same in other words. */
const sameWords: readonly (readonly [found: RegExp, words: string])[] = [
  [/\btimeout|\btimed? out\b/i, "timeout timeouts"],
  [/\bretried\b|\btwice\b/i, "duplicate duplicates idempotent resend"],
  [/\bDefaultAzureCredential\b|\bManagedIdentityCredential\b/, "managed identity aad rbac"],
  [/\bfor await\b|\bpages are fetched\b/i, "paging pagination"],
  [/\b401\b/, "unauthorized unauthorised"],
  [/\b429\b/, "throttling throttled"],
];

/** How much a page weighs compared with a member of a package, by its category; guides and packages weigh 6. */
const boosts: Readonly<Record<string, number>> = {
  Reference: 2,
  Examples: 2,
  Project: 0.5,
  Internals: 0.5,
  Decisions: 0.5,
};

/** The headings of a page, and the words that mean what it says. */
export function searchWords(text: string): string {
  const headings = [...text.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading]) => heading ?? "");
  const words = sameWords.filter(([found]) => found.test(text)).map(([, same]) => same);
  return [...headings, ...words].join(" ");
}

/**
 * Makes guides and the READMEs of packages found: the whole text of both, and their headings as heavy as the names of
 * members, which would fill the short list of results otherwise.
 */
export function indexPages(app: Application): void {
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event: IndexEvent) => {
    event.searchFieldWeights["words"] = 10;
    for (const [index, found] of event.searchResults.entries()) {
      const text = textOf(found.isDocument() ? found.content : (found.readme ?? []));
      if (text === "") continue;
      event.searchFields[index] = { ...event.searchFields[index], document: text, words: searchWords(text) };
      found.relevanceBoost = found.isDocument() ? (boosts[String(found.frontmatter.category)] ?? 6) : 6;
    }
  });
}

function textOf(parts: readonly CommentDisplayPart[]): string {
  return parts.map(({ text }) => text).join("");
}
