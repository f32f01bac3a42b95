import { anyOrigin, serializedOrigin } from "./allowed-origins.js";
import { checkDuration } from "./duration.js";
import { isToken } from "./inspector/access.js";
import { EmulatorError } from "./emulator-error.js";
import type { EmulatorOptions } from "./options.js";
import { isLoopback } from "./loopback.js";
import { printable } from "./printable.js";
import { isPublicKeyExposed } from "./public-key.js";
import { defaultLimits } from "./transport/session-limits.js";
import { noUpstreamPolicies } from "./upstream/no-upstream.js";

/**
 * Refuses what cannot work, once, where it enters: a NaN or a string in place of a number would bound nothing, and the
 * string "false" would switch something on.
 *
 * @throws {EmulatorError} `invalid-option` that names the option
 */
export function checkOptions(options: EmulatorOptions): void {
  const { port, host, accessKeys, faultSeed, noUpstream, invokeTimeoutInMs } = options;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw invalid(`port must be an integer from 0 to 65535, not ${shown(port)}`);
  if (host !== undefined && (typeof host !== "string" || host === ""))
    throw invalid(`host must be an address or name, not ${shown(host)}`);
  for (const name of [
    "strictAudience",
    "acceptUnvalidatedEntraTokens",
    "allowPublicKey",
    "allowReconnect",
    "record",
    "shuffleUpstream",
  ] as const)
    checkFlag(name, options[name]);
  for (const name of ["accessKeys", "allowedHosts", "allowedOrigins"] as const)
    checkStrings(name, options[name]);
  if (accessKeys !== undefined) checkKeys(accessKeys);
  for (const origin of options.allowedOrigins ?? []) checkOrigin(origin);
  if (invokeTimeoutInMs !== undefined) checkDuration("invokeTimeoutInMs", invokeTimeoutInMs);
  if (options.limits !== undefined) checkLimits(options.limits);
  if (faultSeed !== undefined && !Number.isSafeInteger(faultSeed))
    throw invalid(`faultSeed must be an integer, not ${shown(faultSeed)}`);
  if (noUpstream !== undefined && !noUpstreamPolicies.includes(noUpstream))
    throw invalid(`noUpstream must be one of ${noUpstreamPolicies.join(", ")}, not ${shown(noUpstream)}`);
  checkFunctions(options);
  checkInspector(options.inspector);
  checkExposure(options);
}

function checkFlag(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw invalid(`${name} must be true or false, not ${shown(value)}`);
}

/** Values are not shown: some are keys. */
function checkStrings(name: string, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value) || value.some((item) => typeof item !== "string"))
    throw invalid(`${name} must be a list of strings`);
  if (value.includes("")) throw invalid(`${name} must not contain an empty string`);
}

function checkKeys(accessKeys: readonly string[]): void {
  if (accessKeys.length === 0)
    throw invalid("accessKeys must contain at least one key; omit it to use the public key");
  if (accessKeys.some((key) => key.length < 16 || /[;\s]/.test(key)))
    throw invalid(
      "accessKeys: each access key must have at least 16 characters, and neither ';' nor white space",
    );
}

function checkOrigin(origin: string): void {
  if (origin !== anyOrigin && serializedOrigin(origin) === undefined)
    throw invalid(
      `allowedOrigins: ${shown(origin)} is not an origin; write it as in https://app.example, or * for any`,
    );
}

function checkLimits(limits: object): void {
  if (typeof limits !== "object" || limits === null) throw invalid("limits must be an object");
  for (const [name, value] of Object.entries(limits) as [string, unknown][]) {
    const option = `limits.${name}`;
    if (!Object.hasOwn(defaultLimits, name))
      throw invalid(`${printable(option)} is not a limit; use ${Object.keys(defaultLimits).join(", ")}`);
    if (value === undefined) continue;
    if (name.endsWith("InMs")) checkDuration(option, value);
    else if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
      throw invalid(`${option} must be an integer of 0 or more, not ${shown(value)}`);
  }
}

function checkFunctions({ clock, upstream, hubs, log }: EmulatorOptions): void {
  if (clock !== undefined && (typeof clock.now !== "function" || typeof clock.schedule !== "function"))
    throw invalid("clock must have the functions now() and schedule()");
  if (upstream !== undefined && typeof upstream !== "function") throw invalid("upstream must be a function");
  if (hubs !== undefined && !(Array.isArray(hubs) && hubs.every((create) => typeof create === "function")))
    throw invalid("hubs must be a list of functions that take the connection string");
  if (log !== undefined && typeof log !== "function") throw invalid("log must be a function");
}

function checkInspector(inspector: EmulatorOptions["inspector"]): void {
  if (inspector === undefined || typeof inspector === "boolean") return;
  if (typeof inspector !== "object" || inspector === null)
    throw invalid(`inspector must be true, false or have a token, not ${shown(inspector)}`);
  if (typeof inspector.token !== "string" || !isToken(inspector.token))
    throw invalid("inspector.token must be 32 to 128 letters, digits, '-' or '_'");
}

/** What is good enough on loopback only. */
function checkExposure(options: EmulatorOptions): void {
  const { host = "127.0.0.1", acceptUnvalidatedEntraTokens, allowPublicKey } = options;
  if (isPublicKeyExposed(options) && allowPublicKey !== true)
    throw invalid(
      `The public access key is refused on '${host}', which others can reach; set a different key with accessKeys, --access-key or --generate-access-key, or allow the public one with allowPublicKey or --allow-public-key`,
    );
  if (!isLoopback(host) && acceptUnvalidatedEntraTokens === true)
    throw invalid(
      `Unvalidated Entra tokens are refused on '${host}', which others can reach; listen on 127.0.0.1`,
    );
}

function invalid(message: string): EmulatorError {
  return new EmulatorError("invalid-option", message);
}

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `'${printable(String(value))}'`
    : value === null
      ? "null"
      : `a value of type ${typeof value}`;
}
