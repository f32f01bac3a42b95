/** A filter that cannot be understood. The message names the place. */
export class FilterError extends Error {
  override readonly name = "FilterError";

  constructor(message: string, position: number) {
    super(`${message} at character ${position + 1} of the filter`);
  }
}

export interface Token {
  readonly kind: "name" | "string" | "integer" | "symbol" | "end";
  /** Unescaped text of a string, otherwise what was written. */
  readonly text: string;
  readonly position: number;
}

/** Cuts a filter into tokens, looking at each character once. @throws {FilterError} */
export function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < filter.length) {
    const character = filter.charAt(position);
    if (character === " " || character === "\t") {
      position++;
      continue;
    }
    const start = position;
    if (character === "'") {
      const { text, end } = readString(filter, position);
      tokens.push({ kind: "string", text, position: start });
      position = end;
    } else if (isLetter(character)) {
      while (isLetter(filter.charAt(position)) || isDigit(filter.charAt(position))) position++;
      tokens.push({ kind: "name", text: filter.slice(start, position), position: start });
    } else if (isDigit(character) || (character === "-" && isDigit(filter.charAt(position + 1)))) {
      position++;
      while (isDigit(filter.charAt(position))) position++;
      if (position - start > 15) throw new FilterError("The number is too long", start);
      tokens.push({ kind: "integer", text: filter.slice(start, position), position: start });
    } else if (character === "(" || character === ")" || character === ",") {
      position++;
      tokens.push({ kind: "symbol", text: character, position: start });
    } else throw new FilterError(`Unexpected '${character}'`, start);
  }
  tokens.push({ kind: "end", text: "end", position: filter.length });
  return tokens;
}

/** A quote inside a string is written twice. */
function readString(filter: string, start: number): { readonly text: string; readonly end: number } {
  let text = "";
  let position = start + 1;
  for (;;) {
    const quote = filter.indexOf("'", position);
    if (quote === -1) throw new FilterError("The string is not closed", start);
    text += filter.slice(position, quote);
    if (filter.charAt(quote + 1) !== "'") return { text, end: quote + 1 };
    text += "'";
    position = quote + 2;
  }
}

function isLetter(character: string): boolean {
  return (
    (character >= "a" && character <= "z") || (character >= "A" && character <= "Z") || character === "_"
  );
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}
