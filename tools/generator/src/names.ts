const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Whether a text may stand in source as a name, reserved words apart. */
export function isIdentifier(text: string): boolean {
  return identifier.test(text);
}

function words(text: string): string[] {
  return text
    .normalize("NFC")
    .replaceAll(/[^\p{ID_Continue}$]+/gu, " ")
    .trim()
    .split(/[\s_]+/)
    .filter((word) => word !== "");
}

/** Whether a text has anything that a name can be made of. */
export function hasWords(text: string): boolean {
  return words(text).length > 0;
}

/** `list-pets by id` → `ListPetsById`; a start that no name may have gets an underscore; nothing usable gives `Unnamed`. */
export function toPascalCase(text: string): string {
  const joined = words(text)
    .map((word) => {
      const [first = ""] = word;
      return first.toUpperCase() + word.slice(first.length);
    })
    .join("");
  if (joined === "") return "Unnamed";
  return identifier.test(joined) ? joined : `_${joined}`;
}

/** Like {@link toPascalCase} with a small first letter; a valid identifier is kept as it is. */
export function toCamelCase(text: string): string {
  if (identifier.test(text)) return text;
  const pascal = toPascalCase(text);
  const [first = ""] = pascal;
  return first.toLowerCase() + pascal.slice(first.length);
}

/** `Azure SignalR Service` → `azure-signal-r-service`, for package names: ASCII only. */
export function toKebabCase(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
      .replaceAll(/[^A-Za-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase() || "unnamed"
  );
}

/** A property key as it may stand in source text: bare where possible, quoted otherwise. */
export function propertyKey(name: string): string {
  return identifier.test(name) && name !== "__proto__" ? name : sourceLiteral(name);
}

/** A text as a string literal. Older compilers end a literal at U+2028 and U+2029. */
export function sourceLiteral(value: string): string {
  return JSON.stringify(value).replaceAll(/[\u2028\u2029]/g, (separator) =>
    separator === "\u2028" ? "\\u2028" : "\\u2029",
  );
}

export function isReservedWord(name: string): boolean {
  return reservedWords.has(name);
}

/** Returns `name`, or `name2`, `name3` … — the first that `taken` does not have — and records it. */
export function uniqueName(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count++) candidate = `${name}${count}`;
  taken.add(candidate);
  return candidate;
}

/** Texts as an array literal in one line. */
export function sourceList(values: readonly string[]): string {
  return `[${values.map(sourceLiteral).join(", ")}]`;
}
