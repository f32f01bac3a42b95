/**
 * The scope under which this project is developed. This file is the only one that `pnpm rescope` leaves alone, so that a
 * renamed fork still recognizes, and renames, what comes in from upstream.
 */
export const upstreamScope = "@x";

/** Where this file stands in the repository. */
export const upstreamScopeFile = "tools/release/src/rescope/upstream-scope.ts";
