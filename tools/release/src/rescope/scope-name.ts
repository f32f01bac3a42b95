/** What is wrong with a scope, or `undefined`. The rules are those of npm for the part before the slash. */
export function judgeScope(scope: string): string | undefined {
  if (!scope.startsWith("@"))
    return `"${scope}" is not a scope: expected one that begins with @, such as @${slug(scope)}`;
  const name = scope.slice(1);
  if (name.includes("/"))
    return `"${scope}" is not a scope but a package: expected the part before the slash, such as ${scope.split("/")[0]}`;
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
