import type { Parameters } from "../parameters.js";

/** Connections that a send or close passes over. */
export function excludedConnections(parameters: Parameters): ReadonlySet<string> {
  const excluded = parameters.get("excluded");
  return new Set(Array.isArray(excluded) ? excluded : []);
}
