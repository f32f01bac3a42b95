/** The text with lone surrogates, which no encoding can carry, replaced by U+FFFD. */
export function toWellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
