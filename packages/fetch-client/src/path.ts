import { encodeText } from "./query.js";

/** Error for a path value that is not a string, or that would change the route of the request. Nothing was sent. */
export class InvalidPathParameterError extends Error {
  override name = "InvalidPathParameterError";
  /** Stable error code. */
  readonly code = "ERR_INVALID_PATH_PARAMETER";
  /** Name of the parameter in the path template. */
  readonly parameter: string;

  constructor(parameter: string, reason: string, options?: ErrorOptions) {
    super(`Path parameter "${parameter}" ${reason}`, options);
    this.parameter = parameter;
  }
}

/** Converts a path value to a string, if the document allows other types. */
export type PathText = (name: string, value: unknown) => unknown;

/**
 * Fills in a path template so that each value remains one segment and decodes to itself.
 *
 * URL parsers resolve `.` and `..` even if they are percent-encoded, but change nothing else that `encodeURIComponent` writes.
 * Therefore these two values, the empty string and ill-formed Unicode are rejected.
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
    // Inherited properties, such as `constructor`, are not strings either.
    const value = toText ? toText(name, values[name]) : values[name];
    if (typeof value !== "string")
      throw fail(`must be a string, not ${value === null ? value : typeof value}`);
    // Empty, or one or two dots.
    if (/^\.{0,2}$/.test(value))
      throw fail(`must not be "${value}" because it would change the route of the request`);
    return encodeText(value, fail);
  });
  // A value can share its segment with literal text or another value: `/.{extension}` with "." would also be resolved.
  if (/\/\.\.?(\/|$)/.test(path)) throw fail('must not turn a path segment into "." or ".."');
  return path;
}
