const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

const identifier = /^[A-Za-z_$][\w$]*$/;

function words(text: string): string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/[^\w$]+/g, " ")
    .trim()
    .split(/[\s_]+/)
    .filter((word) => word !== "");
}

/** `list-pets by id` → `ListPetsById`; a leading digit gets an underscore; nothing usable gives `Unnamed`. */
export function toPascalCase(text: string): string {
  const joined = words(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  if (joined === "") return "Unnamed";
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

/** Like {@link toPascalCase} with a small first letter; a valid identifier is kept as it is. */
export function toCamelCase(text: string): string {
  if (identifier.test(text)) return text;
  const pascal = toPascalCase(text);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `Azure SignalR Service` → `azure-signal-r-service`, for package names. */
export function toKebabCase(text: string): string {
  return (
    words(text.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2"))
      .join("-")
      .toLowerCase() || "unnamed"
  );
}

/** A property key as it may stand in source text: bare where possible, quoted otherwise. */
export function propertyKey(name: string): string {
  return identifier.test(name) && name !== "__proto__" ? name : JSON.stringify(name);
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
