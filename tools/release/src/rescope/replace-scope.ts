import { splitScope } from "./scope-name.ts";

/** A line that still names a scope. */
export interface ScopeUse {
  readonly line: number;
  readonly text: string;
}

/**
 * What separates a scope from the rest of a name: also escaped in a regular expression, or in the path of a registry. A slash
 * after which nothing comes ends a regular expression: `/import|@old/);`.
 */
const separator = String.raw`(?:\\*\/(?![),;\s]|$)|%2[fF])`;

/**
 * A scope as it stands in names (`@old/auth`), in patterns (`@old/*`, `/^@old\//`) and in paths of a registry (`@old%2fauth`). Not
 * part of a longer name, an e-mail address or another scope.
 */
function inNames(scope: string): RegExp {
  const { organization, prefix } = splitScope(scope);
  return new RegExp(`(?<![\\w.@+-])${escaped(organization)}(${separator})${escaped(prefix)}`, "g");
}

/** A scope alone: `"@old"`, `node_modules/@old`. */
function alone(scope: string): RegExp {
  const { organization } = splitScope(scope);
  return new RegExp(`(?<![\\w.@+-])${escaped(organization)}(?!${separator}|[\\w~-]|\\.\\w)`, "g");
}

function escaped(text: string): string {
  return text.replaceAll(/[.~-]/g, "\\$&");
}

/** The text with every use of one of the scopes replaced. */
export function replaceScope(text: string, scopes: readonly string[], replacement: string): string {
  const target = splitScope(replacement);
  let replaced = text;
  for (const scope of scopes) {
    replaced = replaced.replaceAll(
      inNames(scope),
      (_, between: string) => `${target.organization}${between}${target.prefix}`,
    );
    if (splitScope(scope).organization !== target.organization)
      replaced = replaced.replaceAll(alone(scope), () => target.organization);
  }
  return replaced;
}

/** The lines that use one of the scopes. */
export function findScope(text: string, scopes: readonly string[], target: string): ScopeUse[] {
  return text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((use) => replaceScope(use.text, scopes, target) !== use.text);
}
