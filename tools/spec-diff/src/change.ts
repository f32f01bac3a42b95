/** What a change means for the version of the packages: semver's words, and `none`. */
export type Bump = "major" | "minor" | "patch" | "none";

/**
 * Whom a change concerns. `wire`: programs that talk to the service, whatever they are written in. `types`: programs that
 * are compiled against the generated packages.
 */
export type Axis = "wire" | "types";

/** One change on one axis. */
export interface Change {
  readonly bump: Exclude<Bump, "none">;
  readonly axis: Axis;
  /** Id of the rule that found it. */
  readonly kind: string;
  /** Where it is: `POST /api/hubs/{hub}/:send query excluded`, `GroupMember.userId`. */
  readonly where: string;
  /** What changed, with before and after. */
  readonly message: string;
  /** What a user can do about it. */
  readonly advice?: string;
}

/** How two documents differ. */
export interface Diff {
  /** The highest of the changes. */
  readonly bump: Bump;
  /** The highest first; within one bump by place. */
  readonly changes: readonly Change[];
}

const order: readonly Bump[] = ["none", "patch", "minor", "major"];

export function isBump(text: string): text is Bump {
  return (order as readonly string[]).includes(text);
}

export function compareBumps(a: Bump, b: Bump): number {
  return order.indexOf(a) - order.indexOf(b);
}

export function highestBump(bumps: Iterable<Bump>): Bump {
  let highest: Bump = "none";
  for (const bump of bumps) if (compareBumps(bump, highest) > 0) highest = bump;
  return highest;
}
