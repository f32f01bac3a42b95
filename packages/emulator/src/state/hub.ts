import type { HubMember } from "./hub-member.js";
import { UserMemberships } from "./user-memberships.js";

const noMembers: ReadonlySet<HubMember> = new Set();

/** Connections, groups and users of one hub. Group, user and connection names are compared ordinally. */
export class Hub {
  readonly name: string;
  readonly connections = new Map<string, HubMember>();
  readonly #groups = new Map<string, Set<HubMember>>();
  readonly #users = new Map<string, Set<HubMember>>();
  readonly #memberships: UserMemberships;

  constructor(name: string, now: () => number) {
    this.name = name;
    this.#memberships = new UserMemberships(now);
  }

  /** Whether it has neither connections nor users that are remembered in a group. */
  get isEmpty(): boolean {
    return this.connections.size === 0 && this.#memberships.isEmpty;
  }

  /** Makes a connection visible and lets it join the groups of its user. */
  connect(member: HubMember): void {
    this.connections.set(member.id, member);
    if (member.userId === undefined) return;
    addTo(this.#users, member.userId, member);
    for (const group of this.#memberships.groupsOf(member.userId)) this.#join(member, group);
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
    this.#memberships.set(user, group, ttlInSeconds);
  }

  removeUserFromGroup(user: string, group: string): void {
    this.#memberships.delete(user, group);
    for (const member of this.userConnections(user)) this.#leave(member, group);
  }

  removeUserFromAllGroups(user: string): void {
    this.#memberships.deleteUser(user);
    for (const member of this.userConnections(user)) this.#leaveAll(member);
  }

  /** Whether the user is remembered in the group, or one of its connections is in it. */
  userIsInGroup(user: string, group: string): boolean {
    if (this.#memberships.has(user, group)) return true;
    for (const member of this.userConnections(user)) if (member.groups.has(group)) return true;
    return false;
  }

  /** Users that are remembered in a group, with the time when that ends. */
  memberships(): ReturnType<UserMemberships["all"]> {
    return this.#memberships.all();
  }

  /** Ends memberships whose time is over; connections of the user leave with them. */
  expireMemberships(): void {
    for (const { user, group } of this.#memberships.expire())
      for (const member of this.userConnections(user)) this.#leave(member, group);
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
