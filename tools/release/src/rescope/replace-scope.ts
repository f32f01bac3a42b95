/** A line that still names a scope. */
export interface ScopeUse {
  readonly line: number;
  readonly text: string;
}

/**
 * A scope as it stands in names (`@old/auth`), alone (`"@old"`, `node_modules/@old`), in patterns (`@old/*`, `/^@old\//`) and in
 * paths of a registry (`@old%2fauth`). Not part of a longer name, an e-mail address or another scope.
 */
function pattern(scope: string): RegExp {
  return new RegExp(`(?<![\\w.@+-])${scope.replaceAll(/[.~-]/g, "\\$&")}(?![\\w~-]|\\.\\w)`, "g");
}

/** The text with every use of one of the scopes replaced. */
export function replaceScope(text: string, scopes: readonly string[], replacement: string): string {
  let replaced = text;
  for (const scope of scopes) replaced = replaced.replaceAll(pattern(scope), () => replacement);
  return replaced;
}

/** The lines that use one of the scopes. */
export function findScope(text: string, scopes: readonly string[]): ScopeUse[] {
  const patterns = scopes.map(pattern);
  return text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((use) => patterns.some((one) => use.text.search(one) >= 0));
}
