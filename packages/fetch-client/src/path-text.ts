import type { PathText } from "./path.js";

/** Allows numbers and booleans as values of these path parameters. */
export function allowScalars(names: readonly string[]): PathText {
  return (name, value) =>
    names.includes(name) && (Number.isFinite(value) || typeof value === "boolean") ? String(value) : value;
}
