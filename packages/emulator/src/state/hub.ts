import type { OutboundMessage } from "../protocol/outbound-message.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import type { InvocationOutcome } from "./client-invocation.js";

/** What the hub knows of a connection. The transports implement it. */
export interface HubMember {
  readonly id: string;
  readonly userId: string | undefined;
  /** What it speaks; known once it is a member. */
  readonly protocol: HubProtocol | undefined;
  /** Groups it is in. Only the hub changes them, since it keeps the index. */
  readonly groups: ReadonlySet<string>;
  join(group: string): void;
  /** @returns false when it was not in the group. */
  leave(group: string): boolean;
  send(message: OutboundMessage): void;
  /** Calls a function of the client and waits for its answer. @param sending Called with the message before it is sent. */
  invoke(
    target: string,
    args: readonly unknown[],
    timeoutInMs: number,
    sending?: (message: OutboundMessage) => void,
  ): Promise<InvocationOutcome>;
  /** Sends Close with the reason and ends the connection. */
  close(reason: string | undefined): void;
}

/** Users keep this many groups without a time to live; the least recently updated one goes first. */
const maxLastingGroups = 100;

/** A year: how long a user stays in a group when no time to live was given. */
const lastingInMs = 365 * 24 * 3600 * 1000;

/** Groups, and when the membership in each of them ends. */
type Memberships = Map<string, number>;

/** What a user is remembered in. Most have one kind only, and there may be a million users. */
interface UserGroups {
  /** Those without a time to live, in the order of their last updates. */
  lasting: Memberships | undefined;
  timed: Memberships | undefined;
}

const noMemberships: ReadonlyMap<string, number> = new Map();

const noMembers: ReadonlySet<HubMember> = new Set();

/** Connections, groups and users of one hub. Group, user and connection names are compared ordinally. */
export class Hub {
  readonly name: string;
  readonly connections = new Map<string, HubMember>();
  readonly #groups = new Map<string, Set<HubMember>>();
  readonly #users = new Map<string, Set<HubMember>>();
  readonly #userGroups = new Map<string, UserGroups>();
  /** No membership ends before. */
  #nextExpiry = Number.POSITIVE_INFINITY;
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
    const remembered = this.#userGroups.get(member.userId);
    if (remembered === undefined) return;
    const now = this.#now();
    for (const memberships of [remembered.lasting, remembered.timed])
      for (const [group, expiresAt] of memberships ?? noMemberships)
        if (expiresAt > now) this.#join(member, group);
  }

  disconnect(member: HubMember): void {
    if (this.connections.get(member.id) !== member) return;
    this.connections.delete(member.id);
    if (member.userId !== undefined) removeFrom(this.#users, member.userId, member);
    this.#leaveAll(member);
  }

  groupMembers(group: string): ReadonlySet<HubMember> {
    return this.#groups.get(group) ?? noMembers;
  }

  userConnections(user: string): ReadonlySet<HubMember> {
    return this.#users.get(user) ?? noMembers;
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
    this.#forget(user, group);
    if (ttlInSeconds === 0) return;
    let groups = this.#userGroups.get(user);
    if (groups === undefined) this.#userGroups.set(user, (groups = { lasting: undefined, timed: undefined }));
    const expiresAt = this.#now() + (ttlInSeconds === undefined ? lastingInMs : ttlInSeconds * 1000);
    this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
    if (ttlInSeconds === undefined) {
      groups.lasting ??= new Map();
      groups.lasting.set(group, expiresAt);
      if (groups.lasting.size > maxLastingGroups) deleteFirst(groups.lasting);
    } else {
      groups.timed ??= new Map();
      groups.timed.set(group, expiresAt);
    }
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
    const remembered = this.#userGroups.get(user);
    const expiresAt = remembered?.lasting?.get(group) ?? remembered?.timed?.get(group);
    if (expiresAt !== undefined && expiresAt > this.#now()) return true;
    for (const member of this.userConnections(user)) if (member.groups.has(group)) return true;
    return false;
  }

  /** Users that are remembered in a group, with the time when that ends. */
  *memberships(): Iterable<{ readonly user: string; readonly group: string; readonly expiresAt: number }> {
    for (const [user, { lasting, timed }] of this.#userGroups)
      for (const memberships of [lasting, timed])
        for (const [group, expiresAt] of memberships ?? []) yield { user, group, expiresAt };
  }

  /** Ends memberships whose time is over; connections of the user leave with them. */
  expireMemberships(): void {
    const now = this.#now();
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const [user, { lasting, timed }] of this.#userGroups) {
      for (const memberships of [lasting, timed]) {
        for (const [group, expiresAt] of memberships ?? noMemberships) {
          if (expiresAt <= now) this.removeUserFromGroup(user, group);
          else this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
        }
      }
    }
  }

  #forget(user: string, group: string): void {
    const groups = this.#userGroups.get(user);
    if (groups === undefined) return;
    groups.lasting?.delete(group);
    groups.timed?.delete(group);
    if ((groups.lasting?.size ?? 0) === 0 && (groups.timed?.size ?? 0) === 0) this.#userGroups.delete(user);
  }

  #join(member: HubMember, group: string): void {
    member.join(group);
    addTo(this.#groups, group, member);
  }

  #leave(member: HubMember, group: string): boolean {
    if (!member.leave(group)) return false;
    removeFrom(this.#groups, group, member);
    return true;
  }

  #leaveAll(member: HubMember): void {
    // A Set may lose members while it is walked.
    for (const group of member.groups) this.#leave(member, group);
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

function deleteFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
