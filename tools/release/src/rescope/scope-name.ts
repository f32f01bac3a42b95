/**
 * What the names of our packages begin with: a scope (`@acme`), or a scope and a prefix (`@acme/signalr-`), for an organization
 * whose scope holds other packages too.
 */
export interface SplitScope {
  readonly organization: string;
  /** `""` where there is none. */
  readonly prefix: string;
}

export function splitScope(scope: string): SplitScope {
  const [organization = "", prefix = ""] = scope.split("/");
  return { organization, prefix };
}

/** The name of a package: `@acme/auth`, `@acme/signalr-auth`. */
export function packageName(scope: string, name: string): string {
  const { organization, prefix } = splitScope(scope);
  return `${organization}/${prefix}${name}`;
}

/** What is wrong with a scope, or `undefined`. The rules are those of npm. */
export function judgeScope(text: string): string | undefined {
  const { prefix } = splitScope(text);
  const isPrefixed = /^@[^/]+\/[a-z0-9][a-z0-9._~-]*-$/.test(text);
  if (isPrefixed && prefix.length > 100)
    return `"${text}" is too long: expected at most 100 characters after the slash`;
  const scope = isPrefixed ? splitScope(text).organization : text;
  if (!scope.startsWith("@"))
    return `"${scope}" is not a scope: expected one that begins with @, such as @${slug(scope)}`;
  const name = scope.slice(1);
  if (name.includes("/"))
    return `"${scope}" is not a scope but a package: expected the part before the slash, such as ${scope.split("/")[0]}, or a prefix of names that ends in a hyphen, such as ${scope.split("/")[0]}/signalr-`;
  if (name === "") return `"${scope}" is not a scope: expected a name after the @`;
  if (name !== name.toLowerCase())
    return `"${scope}" has capital letters, which npm refuses: expected ${scope.toLowerCase()}`;
  if (!/^[a-z0-9~-][a-z0-9._~-]*$/.test(name))
    return `"${scope}" is not a scope: expected lower-case letters, digits, hyphens, dots and underscores, such as @acme`;
  if (name.length > 180)
    return `"${scope}" is too long: expected at most 180 characters, since npm takes 214 for the whole name`;
  return undefined;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9._~-]+/g, "-")
      .replaceAll(/^[-._]+|-+$/g, "") || "acme"
  );
}
