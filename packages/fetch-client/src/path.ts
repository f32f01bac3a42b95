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

/**
 * Fills a path template so that each value stays one segment and decodes back to itself.
 *
 * A URL parser resolves `.` and `..` even where they were percent-encoded, and drops nothing else that
 * `encodeURIComponent` has written; so those two, the empty string and ill-formed Unicode are refused.
 *
 * @param nonString Names of parameters whose values may also be numbers or booleans.
 * @throws {InvalidPathParameterError}
 */
export function expandPath(
  template: string,
  values: Readonly<Record<string, unknown>>,
  nonString: readonly string[] = [],
): string {
  const names: string[] = [];
  const path = template.replace(/\{(.+?)\}/g, (_, name: string) => {
    names.push(name);
    return encodeValue(name, Object.hasOwn(values, name) ? values[name] : undefined, nonString);
  });
  // A value may share its segment with literal text or another value: `/.{extension}` with "." would climb as well.
  if (/\/\.\.?(\/|$)/.test(path)) {
    throw new InvalidPathParameterError(names.join(), "must not make a path segment . or ..");
  }
  return path;
}

function encodeValue(name: string, value: unknown, nonString: readonly string[]): string {
  let reason = `must be a string, not ${value === null ? value : typeof value}`;
  let cause: unknown;
  if (typeof value === "string") {
    // Empty, or one or two dots.
    if (/^\.{0,2}$/.test(value)) reason = `must not be "${value}": it would change the route of the request`;
    else {
      try {
        return encodeURIComponent(value);
      } catch (error) {
        reason = "is not well-formed Unicode (it has a lone surrogate)";
        cause = error;
      }
    }
  } else if (nonString.includes(name) && (Number.isFinite(value) || typeof value === "boolean")) {
    return String(value);
  }
  throw new InvalidPathParameterError(name, reason, { cause });
}
