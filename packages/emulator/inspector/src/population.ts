import type { ConnectionView, MembershipView, StateEvent } from "../../src/inspector/wire.ts";

/** A group with the connections that are in it, and the users that join it whenever they connect. */
export interface Group {
  readonly hub: string;
  readonly name: string;
  readonly members: readonly ConnectionView[];
  readonly users: readonly string[];
}

/** A user with its connections, and the groups that it is remembered in. */
export interface User {
  readonly hub: string;
  readonly name: string;
  readonly connections: readonly ConnectionView[];
  readonly memberships: readonly MembershipView[];
}

/** Who is there: connections as the emulator tells them, groups and users as they follow from these. */
export class Population {
  /** Another number after each change. */
  version = 0;
  moreMemberships = false;
  readonly #connections = new Map<string, ConnectionView>();
  #memberships: readonly MembershipView[] = [];
  readonly #hubs = derived(() => this.#countHubs());
  readonly #list = derived(() => [...this.#connections.values()].toSorted((a, b) => b.since - a.since));
  readonly #groups = derived(() => this.#findGroups());
  readonly #users = derived(() => this.#findUsers());

  apply({ connections, gone, memberships, moreMemberships = false }: StateEvent): void {
    for (const connection of connections) this.#connections.set(connection.id, connection);
    for (const id of gone) this.#connections.delete(id);
    if (memberships !== undefined) {
      this.#memberships = memberships;
      this.moreMemberships = moreMemberships;
    }
    this.version++;
  }

  clear(): void {
    this.#connections.clear();
    this.#memberships = [];
    this.version++;
  }

  connection(id: string): ConnectionView | undefined {
    return this.#connections.get(id);
  }

  /** Number of connections by hub, sorted by name. */
  get hubs(): ReadonlyMap<string, number> {
    return this.#hubs(this.version);
  }

  /** The newest first. */
  get connections(): readonly ConnectionView[] {
    return this.#list(this.version);
  }

  get groups(): readonly Group[] {
    return this.#groups(this.version);
  }

  get users(): readonly User[] {
    return this.#users(this.version);
  }

  #countHubs(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { hub } of this.#memberships) counts.set(hub, 0);
    for (const { hub } of this.#connections.values()) counts.set(hub, (counts.get(hub) ?? 0) + 1);
    return new Map([...counts].toSorted(([a], [b]) => compare(a, b)));
  }

  #findGroups(): readonly Group[] {
    const groups = new Map<
      string,
      Group & { readonly members: ConnectionView[]; readonly users: string[] }
    >();
    const group = (hub: string, name: string) =>
      entry(groups, hub, name, () => ({ hub, name, members: [], users: [] }));
    for (const connection of this.connections)
      for (const name of connection.groups) group(connection.hub, name).members.push(connection);
    for (const membership of this.#memberships)
      group(membership.hub, membership.group).users.push(membership.user);
    return sorted(groups);
  }

  #findUsers(): readonly User[] {
    const users = new Map<
      string,
      User & { readonly connections: ConnectionView[]; readonly memberships: MembershipView[] }
    >();
    const user = (hub: string, name: string) =>
      entry(users, hub, name, () => ({ hub, name, connections: [], memberships: [] }));
    for (const connection of this.connections)
      if (connection.userId !== undefined)
        user(connection.hub, connection.userId).connections.push(connection);
    for (const membership of this.#memberships)
      user(membership.hub, membership.user).memberships.push(membership);
    return sorted(users);
  }
}

/** Computes again only for another version. */
function derived<T>(compute: () => T): (version: number) => T {
  let known: { readonly version: number; readonly value: T } | undefined;
  return (version) => {
    if (known?.version !== version) known = { version, value: compute() };
    return known.value;
  };
}

function entry<T>(map: Map<string, T>, hub: string, name: string, create: () => T): T {
  const key = `${hub}\n${name}`;
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = create()));
  return found;
}

function sorted<T extends { readonly hub: string; readonly name: string }>(
  map: Map<string, T>,
): readonly T[] {
  return [...map.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.hub, b.hub));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
