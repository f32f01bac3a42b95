// oxlint-disable-next-line no-control-regex
const obeyed = /[\u007f-\u009f\u2028\u2029]/g;

/** A value as JSON on one line; also characters that JSON allows but a terminal would obey are escaped. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value).replace(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${json}\n`;
}
