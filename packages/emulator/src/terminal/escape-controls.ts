/**
 * Characters that a terminal obeys instead of showing: control characters with their 8-bit forms, those that turn the
 * direction of writing, line separators, and halves of surrogate pairs.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]/gu;

/** The text on one line, with everything that a terminal would obey written as `\u001b`. */
export function escapeControls(text: string): string {
  return text.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
