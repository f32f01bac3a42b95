import type { ConnectionListing } from "../connections-endpoint.js";
import { UsageError } from "./command.js";
import { hubNameRule, isHubName } from "../hub-name.js";

export const receiverOptions = {
  group: { type: "string" },
  user: { type: "string" },
  connection: { type: "string" },
  exclude: { type: "string", multiple: true },
} as const;

/** One of a group, a user, a connection, or everybody in a hub. */
export interface Receivers {
  /** What follows `/api/hubs/{hub}` for it. */
  readonly path: string;
  /** In words, as the emulator's own output has it. */
  readonly description: string;
  readonly query: URLSearchParams;
  readonly matches: (connection: ConnectionListing) => boolean;
}

/** @throws {UsageError} when more than one is given. */
export function readReceivers(values: {
  readonly group?: string | undefined;
  readonly user?: string | undefined;
  readonly connection?: string | undefined;
  readonly exclude?: readonly string[] | undefined;
}): Receivers {
  const { group, user, connection, exclude = [] } = values;
  const given = Object.entries({ group, user, connection }).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw new UsageError(`--${given.map(([name]) => name).join(" and --")} exclude each other`);
  if (exclude.length > 0 && (user !== undefined || connection !== undefined))
    throw new UsageError(
      `--exclude goes with a hub or a group, not with a ${user === undefined ? "connection" : "user"}`,
    );
  const excluded = new Set(exclude);
  const query = new URLSearchParams(exclude.map((id): [string, string] => ["excluded", id]));
  const [kind, value] = given[0] ?? [];
  if (kind === undefined || value === undefined) {
    return {
      path: "",
      description: "everyone",
      query,
      matches: ({ connectionId }) => !excluded.has(connectionId),
    };
  }
  if (value === "" || value === "." || value === "..") throw new UsageError(`--${kind} cannot be '${value}'`);
  return {
    path: `/${kind}s/${encodeURIComponent(value)}`,
    description: `${kind} ${value}`,
    query,
    matches: ({ connectionId, userId, groups }) =>
      !excluded.has(connectionId) &&
      (kind === "group" ? groups.includes(value) : value === (kind === "user" ? userId : connectionId)),
  };
}

/** The hub that a command is about. @throws {UsageError} */
export function readHub(hub: string | undefined): string {
  if (hub === undefined) throw new UsageError("The hub is missing: write its name after the command");
  if (!isHubName(hub)) throw new UsageError(`'${hub}' is not a valid hub name: ${hubNameRule}`);
  return hub.toLowerCase();
}

/** How many of the connections a command reached, in words; nothing where the service does not list them. */
export function countReached(
  hub: string,
  receivers: Receivers,
  connections: readonly ConnectionListing[] | undefined,
): string {
  if (connections === undefined) return "";
  const reached = connections.filter((connection) => connection.hub === hub && receivers.matches(connection));
  if (reached.length > 0) return reached.length === 1 ? ": 1 connection" : `: ${reached.length} connections`;
  const hubs = new Set(connections.map((connection) => connection.hub));
  return hubs.size === 0 || hubs.has(hub)
    ? ": no connection"
    : `: no connection; hubs with connections: ${[...hubs].join(", ")}`;
}
