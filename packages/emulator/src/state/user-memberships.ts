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

/** The groups that users are remembered in, whether they are connected or not, and until when. */
export class UserMemberships {
  readonly #users = new Map<string, UserGroups>();
  /** No membership ends before. */
  #nextExpiry = Number.POSITIVE_INFINITY;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isEmpty(): boolean {
    return this.#users.size === 0;
  }

  /** Remembers the user, with no `ttlInSeconds` for up to a year; 0 remembers nothing, and forgets what was remembered. */
  set(user: string, group: string, ttlInSeconds: number | undefined): void {
    this.delete(user, group);
    if (ttlInSeconds === 0) return;
    let groups = this.#users.get(user);
    if (groups === undefined) this.#users.set(user, (groups = { lasting: undefined, timed: undefined }));
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

  has(user: string, group: string): boolean {
    const groups = this.#users.get(user);
    const expiresAt = groups?.lasting?.get(group) ?? groups?.timed?.get(group);
    return expiresAt !== undefined && expiresAt > this.#now();
  }

  delete(user: string, group: string): void {
    const groups = this.#users.get(user);
    if (groups === undefined) return;
    groups.lasting?.delete(group);
    groups.timed?.delete(group);
    if ((groups.lasting?.size ?? 0) === 0 && (groups.timed?.size ?? 0) === 0) this.#users.delete(user);
  }

  deleteUser(user: string): void {
    this.#users.delete(user);
  }

  /** The groups that the user is in now. */
  *groupsOf(user: string): Iterable<string> {
    const groups = this.#users.get(user);
    if (groups === undefined) return;
    const now = this.#now();
    for (const memberships of [groups.lasting, groups.timed])
      for (const [group, expiresAt] of memberships ?? noMemberships) if (expiresAt > now) yield group;
  }

  *all(): Iterable<{ readonly user: string; readonly group: string; readonly expiresAt: number }> {
    for (const [user, { lasting, timed }] of this.#users)
      for (const memberships of [lasting, timed])
        for (const [group, expiresAt] of memberships ?? noMemberships) yield { user, group, expiresAt };
  }

  /** Ends the memberships whose time is over, and tells which. */
  *expire(): Iterable<{ readonly user: string; readonly group: string }> {
    const now = this.#now();
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    // A Map may lose entries while it is walked.
    for (const { user, group, expiresAt } of this.all()) {
      if (expiresAt > now) this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
      else {
        this.delete(user, group);
        yield { user, group };
      }
    }
  }
}

function deleteFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
