import type { Bump } from "./change.ts";

/** One line of the rule table: what a kind of change means on each axis, and why. */
export interface Rule {
  readonly wire: Bump;
  readonly types: Bump;
  /** What happened, in words. */
  readonly title: string;
  /** Why the verdicts are what they are. */
  readonly reason: string;
  /** What a user can do. */
  readonly advice?: string;
  /** Where oasdiff's published level says something else: its level, and why we depart from it. */
  readonly oasdiff?: string;
}

/** A rule about schemas: the same change means another thing to who sends a value and to who reads it. */
export interface DirectedRule {
  readonly title: string;
  readonly request: Omit<Rule, "title">;
  readonly response: Omit<Rule, "title">;
}

export type Directed<Rules> = {
  [Id in keyof Rules as `request-${Id & string}` | `response-${Id & string}`]: Rule;
};

/** Two rules of each: `request-…` and `response-…`. */
export function directed<const Rules extends Readonly<Record<string, DirectedRule>>>(
  rules: Rules,
): Directed<Rules> {
  const all: Record<string, Rule> = {};
  for (const [id, { title, request, response }] of Object.entries(rules)) {
    all[`request-${id}`] = { title: `${title}, in a request`, ...request };
    all[`response-${id}`] = { title: `${title}, in a response`, ...response };
  }
  return all as Directed<Rules>;
}
