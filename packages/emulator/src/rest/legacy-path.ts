const prefix = "/api/v1/";

/** Whether a path is of the first version, which needs no api-version and is still called by old SDKs and the key rotation. */
export function isLegacyPath(path: string): boolean {
  return path.startsWith(prefix);
}

/**
 * The path that the current version has for a legacy one; any other path unchanged. In the first version sends had no verb, and users could stand after their group
 * (Azure/azure-signalr docs/swagger/v1.json and the controller of the emulator). Segments stay encoded.
 */
export function currentPath(path: string, method: string): string {
  if (!isLegacyPath(path)) return path;
  const [hubs = "", hub = "", ...rest] = path.slice(prefix.length).split("/");
  const base = `/api/${hubs}`;
  if (hub === "") return base;
  const [kind, name, member, memberName] = rest;
  const asSent = `${base}/${[hub, ...rest].join("/")}`;
  if (method === "POST" && isVerbless(rest)) return `${asSent}/:send`;
  if (rest.length === 4 && kind === "groups" && member === "users")
    return `${base}/${hub}/users/${memberName}/groups/${name}`;
  if (rest.length === 4 && kind === "connections" && member === "groups") {
    return `${base}/${hub}/groups/${memberName}/connections/${name}`;
  }
  return asSent;
}

/** A hub, or one group, user or connection of it. */
function isVerbless(rest: readonly string[]): boolean {
  return rest.length === 0 || (rest.length === 2 && rest[1]?.startsWith(":") === false);
}
