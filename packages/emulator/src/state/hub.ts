import type { OutboundMessage } from "../protocol/outbound-message.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { InvocationOutcome } from "./client-invocation.js";

/** What the hub knows of a connection. The transports implement it. */
export interface HubMember {
  readonly id: string;
  readonly userId: string | undefined;
  /** What it speaks; known once it is a member. */
  readonly protocol: HubProtocol | undefined;
  /** Groups it is in; kept by the hub. */
  readonly groups: Set<string>;
  send(message: OutboundMessage): void;
  /** Calls a function of the client and waits for its answer. */
  invoke(target: string, args: readonly unknown[], timeoutInMs: number): Promise<InvocationOutcome>;
  /** Sends Close with the reason and ends the connection. */
  close(reason: string | undefined): void;
}

/** Users keep this many groups without a time to live; the least recently updated one goes first. */
const maxLastingGroups = 100;

/** A year: how long a user stays in a group when no time to live was given. */
const lastingInMs = 365 * 24 * 3600 * 1000;

interface UserGroup {
  readonly expiresAt: number;
  readonly lasting: boolean;
}

const nobody: ReadonlySet<HubMember> = new Set();

/** Connections, groups and users of one hub. Group, user and connection names are compared ordinally. */
export class Hub {
  readonly name: string;
  readonly connections = new Map<string, HubMember>();
  readonly #groups = new Map<string, Set<HubMember>>();
  readonly #users = new Map<string, Set<HubMember>>();
  readonly #userGroups = new Map<string, Map<string, UserGroup>>();
  readonly #now: () => number;

  constructor(name: string, now: () => number) {
    this.name = name;
    this.#now = now;
  }

  /** Whether it has neither connections nor users that are remembered in a group. */
  get isEmpty(): boolean {
    return this.connections.size === 0 && this.#userGroups.size === 0;
  }

  /** Makes a connection visible and lets it join the groups of its user. */
  connect(member: HubMember): void {
    this.connections.set(member.id, member);
    if (member.userId === undefined) return;
    addTo(this.#users, member.userId, member);
    for (const [group, { expiresAt }] of this.#userGroups.get(member.userId) ?? []) {
      if (expiresAt > this.#now()) this.#join(member, group);
    }
  }

  disconnect(member: HubMember): void {
    if (this.connections.get(member.id) !== member) return;
    this.connections.delete(member.id);
    if (member.userId !== undefined) removeFrom(this.#users, member.userId, member);
    this.#leaveAll(member);
  }

  groupMembers(group: string): ReadonlySet<HubMember> {
    return this.#groups.get(group) ?? nobody;
  }

  userConnections(user: string): ReadonlySet<HubMember> {
    return this.#users.get(user) ?? nobody;
  }

  /** @returns false when the connection does not exist. */
  addConnectionToGroup(connectionId: string, group: string): boolean {
    const member = this.connections.get(connectionId);
    if (member !== undefined) this.#join(member, group);
    return member !== undefined;
  }

  /** @returns false when the connection does not exist or is not in the group. */
  removeConnectionFromGroup(connectionId: string, group: string): boolean {
    const member = this.connections.get(connectionId);
    return member !== undefined && this.#leave(member, group);
  }

  removeConnectionFromAllGroups(connectionId: string): void {
    const member = this.connections.get(connectionId);
    if (member !== undefined) this.#leaveAll(member);
  }

  /**
   * Current connections of the user join. The membership itself lasts `ttlInSeconds`, with none given up to a year;
   * 0 remembers nothing.
   */
  addUserToGroup(user: string, group: string, ttlInSeconds: number | undefined): void {
    for (const member of this.userConnections(user)) this.#join(member, group);
    if (ttlInSeconds === 0) {
      this.#forget(user, group);
      return;
    }
    let groups = this.#userGroups.get(user);
    if (groups === undefined) this.#userGroups.set(user, (groups = new Map()));
    const lasting = ttlInSeconds === undefined;
    // Deleted first: the order of the map is the order of the last updates.
    groups.delete(group);
    groups.set(group, { lasting, expiresAt: this.#now() + (lasting ? lastingInMs : ttlInSeconds * 1000) });
    if (lasting) this.#keepNewestLastingGroups(groups);
  }

  removeUserFromGroup(user: string, group: string): void {
    this.#forget(user, group);
    for (const member of this.userConnections(user)) this.#leave(member, group);
  }

  removeUserFromAllGroups(user: string): void {
    this.#userGroups.delete(user);
    for (const member of this.userConnections(user)) this.#leaveAll(member);
  }

  /** Whether the user is remembered in the group, or one of its connections is in it. */
  userIsInGroup(user: string, group: string): boolean {
    const remembered = this.#userGroups.get(user)?.get(group);
    if (remembered !== undefined && remembered.expiresAt > this.#now()) return true;
    for (const member of this.userConnections(user)) if (member.groups.has(group)) return true;
    return false;
  }

  /** Ends memberships whose time is over; connections of the user leave with them. */
  expireMemberships(): void {
    const now = this.#now();
    for (const [user, groups] of this.#userGroups) {
      for (const [group, { expiresAt }] of groups)
        if (expiresAt <= now) this.removeUserFromGroup(user, group);
    }
  }

  #keepNewestLastingGroups(groups: Map<string, UserGroup>): void {
    let surplus = -maxLastingGroups;
    for (const { lasting } of groups.values()) if (lasting) surplus++;
    for (const [group, { lasting }] of groups) {
      if (surplus <= 0) return;
      if (!lasting) continue;
      groups.delete(group);
      surplus--;
    }
  }

  #forget(user: string, group: string): void {
    const groups = this.#userGroups.get(user);
    if (groups?.delete(group) === true && groups.size === 0) this.#userGroups.delete(user);
  }

  #join(member: HubMember, group: string): void {
    member.groups.add(group);
    addTo(this.#groups, group, member);
  }

  #leave(member: HubMember, group: string): boolean {
    removeFrom(this.#groups, group, member);
    return member.groups.delete(group);
  }

  #leaveAll(member: HubMember): void {
    for (const group of member.groups) removeFrom(this.#groups, group, member);
    member.groups.clear();
  }
}

function addTo(index: Map<string, Set<HubMember>>, key: string, member: HubMember): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([member]));
  else members.add(member);
}

function removeFrom(index: Map<string, Set<HubMember>>, key: string, member: HubMember): void {
  const members = index.get(key);
  if (members?.delete(member) === true && members.size === 0) index.delete(key);
}
