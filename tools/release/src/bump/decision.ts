/** Something that the bump cannot know, and that keeps a check red until it is decided. */
export interface Decision {
  /** What is to be decided, and where. */
  readonly text: string;
  /** The operation, the curation or the file that it is about: checks that fail because of it name it. */
  readonly about: string;
}

const title = "## Before the release";

/** A guide with what a person must still decide, in place of an earlier list of that. */
export function withDecisions(guide: string, decisions: readonly Decision[]): string {
  const [text = ""] = guide.split(`\n${title}`);
  if (decisions.length === 0) return text;
  const items = decisions.map((decision) => `- [ ] ${decision.text}`).join("\n");
  return `${text.trimEnd()}\n\n${title}\n\nFor maintainers: a check is red until each of these is done. Then delete this section.\n\n${items}\n`;
}
