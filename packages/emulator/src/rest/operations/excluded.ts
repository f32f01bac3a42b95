import type { Parameters } from "../parameters.js";

const nobody: ReadonlySet<string> = new Set();

/** Connections that a send or close passes over. */
export function excludedConnections(parameters: Parameters): ReadonlySet<string> {
  const excluded = parameters.get("excluded");
  return Array.isArray(excluded) ? new Set(excluded) : nobody;
}
