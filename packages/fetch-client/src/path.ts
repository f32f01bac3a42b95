import { encodeText } from "./query.js";

/** Thrown before anything is sent, when a path value would change the route of the request. */
export class InvalidPathParameterError extends Error {
  override name = "InvalidPathParameterError";
  /** Stable name of this error. */
  readonly code = "ERR_INVALID_PATH_PARAMETER";
  /** Name of the parameter in the path template. */
  readonly parameter: string;

  constructor(parameter: string, reason: string, options?: ErrorOptions) {
    super(`Path parameter "${parameter}" ${reason}`, options);
    this.parameter = parameter;
  }
}

/** Gives the text of a path value that is not a string, where the document allows that. */
export type PathText = (name: string, value: unknown) => unknown;

/**
 * Fills a path template so that each value stays one segment and decodes back to itself.
 *
 * A URL parser resolves `.` and `..` even where they were percent-encoded, and drops nothing else that
 * `encodeURIComponent` has written; so those two, the empty string and ill-formed Unicode are refused.
 *
 * @throws {InvalidPathParameterError}
 */
export function expandPath(
  template: string,
  values: Readonly<Record<string, unknown>>,
  toText?: PathText,
): string {
  let last = "";
  const fail = (reason: string, cause?: unknown) => new InvalidPathParameterError(last, reason, { cause });
  const path = template.replace(/\{(.+?)\}/g, (_, name: string) => {
    last = name;
    // What every object inherits is not a string either.
    const value = toText ? toText(name, values[name]) : values[name];
    if (typeof value !== "string")
      throw fail(`must be a string, not ${value === null ? value : typeof value}`);
    // Empty, or one or two dots.
    if (/^\.{0,2}$/.test(value))
      throw fail(`must not be "${value}" because it would change the route of the request`);
    return encodeText(value, fail);
  });
  // A value may share its segment with literal text or another value: `/.{extension}` with "." would climb as well.
  if (/\/\.\.?(\/|$)/.test(path)) throw fail('must not turn a path segment into "." or ".."');
  return path;
}
