import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import type { EmulatorOptions } from "../options.js";
import type { Fault } from "../rest/fault.js";
import { latestRoutes } from "../rest/route-table.js";
import { noUpstreamPolicies } from "../upstream/no-upstream.js";
import { UsageError, helpOption } from "./command.js";
import { nearestWord } from "./nearest-word.js";
import { parseCommandLine } from "./parse-command-line.js";

const options = {
  port: { type: "string", short: "p" },
  host: { type: "string" },
  "access-key": { type: "string", multiple: true },
  "generate-access-key": { type: "boolean" },
  "allow-public-key": { type: "boolean" },
  "allowed-host": { type: "string", multiple: true },
  "allowed-origin": { type: "string", multiple: true },
  config: { type: "string", short: "c" },
  "no-upstream": { type: "string" },
  "strict-audience": { type: "boolean" },
  "accept-unvalidated-entra-tokens": { type: "boolean" },
  fault: { type: "string", multiple: true },
  "fault-seed": { type: "string" },
  latency: { type: "string" },
  inspector: { type: "boolean" },
  "no-inspector": { type: "boolean" },
  json: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  ...helpOption,
} as const satisfies ParseArgsOptionsConfig;

export type OutputMode = "text" | "json" | "quiet";

export interface StartOptions {
  readonly help: boolean;
  readonly output: OutputMode;
  readonly emulator: EmulatorOptions;
}

/** What `start` is to do. @throws {UsageError} */
export function readStartOptions(args: readonly string[], cwd: string): StartOptions {
  const { values, positionals } = parseCommandLine(args, options);
  const { port, host, config } = values;
  if (values.help === true) return { help: true, output: "text", emulator: {} };
  if (positionals[0] !== undefined) throw new UsageError(`'start' takes no '${positionals[0]}'`);
  if (values.json === true && values.quiet === true)
    throw new UsageError("--json and --quiet exclude each other");
  if (values.inspector === true && values["no-inspector"] === true)
    throw new UsageError("--inspector and --no-inspector exclude each other");
  const accessKeys = values["access-key"] ?? [];
  if (values["generate-access-key"] === true && accessKeys.length > 0)
    throw new UsageError("--access-key and --generate-access-key exclude each other");
  const keys = values["generate-access-key"] === true ? [randomBytes(32).toString("base64")] : accessKeys;
  const noUpstream = readNoUpstream(values["no-upstream"]);
  const faultSeed = readFaultSeed(values["fault-seed"]);
  const faults = [
    ...(values.latency === undefined ? [] : [{ latencyInMs: readLatency(values.latency) }]),
    ...(values.fault ?? []).map(readFault),
  ];
  return {
    help: false,
    output: values.json === true ? "json" : values.quiet === true ? "quiet" : "text",
    emulator: {
      ...(port !== undefined && { port: readPort(port) }),
      ...(host !== undefined && { host }),
      ...(keys.length > 0 && { accessKeys: keys }),
      ...(config !== undefined && { config: resolve(cwd, config) }),
      ...(noUpstream !== undefined && { noUpstream }),
      ...(values["allowed-host"] !== undefined && { allowedHosts: values["allowed-host"] }),
      ...(values["allowed-origin"] !== undefined && { allowedOrigins: values["allowed-origin"] }),
      ...(values.inspector === true && { inspector: true }),
      ...(values["no-inspector"] === true && { inspector: false }),
      faults,
      ...(faultSeed !== undefined && { faultSeed }),
      ...(values["allow-public-key"] === true && { allowPublicKey: true }),
      strictAudience: values["strict-audience"] ?? false,
      acceptUnvalidatedEntraTokens: values["accept-unvalidated-entra-tokens"] ?? false,
    },
  };
}

export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--port must be an integer from 0 to 65535, not '${text}'`);
}

function readNoUpstream(text: string | undefined): EmulatorOptions["noUpstream"] {
  if (text === undefined) return undefined;
  const policy = noUpstreamPolicies.find((candidate) => candidate === text);
  if (policy !== undefined) return policy;
  throw new UsageError(`--no-upstream must be one of ${noUpstreamPolicies.join(", ")}, not '${text}'`);
}

/** `100` or `50..200`, in milliseconds. */
function readLatency(text: string): NonNullable<Fault["latencyInMs"]> {
  const [, from, to] = /^(\d{1,6})(?:\.\.(\d{1,6}))?$/.exec(text) ?? [];
  if (from === undefined)
    throw new UsageError(`--latency must be milliseconds, as in 100 or 50..200, not '${text}'`);
  if (to === undefined) return Number(from);
  if (Number(to) < Number(from))
    throw new UsageError(`--latency must go upwards: ${to}..${from}, not ${text}`);
  return { from: Number(from), to: Number(to) };
}

function readFaultSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--fault-seed must be an integer of up to 15 digits, not '${text}'`);
}

const faultForm =
  "[OPERATION=]STATUS[:RATE], as in 429:0.1, sendToUser=503 or reset:0.05, with a status from 400 to 599 or reset, and a rate over 0 and up to 1";

/** `429:0.1`: a tenth of all requests; `sendToUser=503`; `reset:0.05`. */
function readFault(text: string): Fault {
  const [, operation, outcome, rate] = /^(?:(\w+)=)?([45]\d\d|reset)(?::(\d*\.?\d+))?$/.exec(text) ?? [];
  if (outcome === undefined || (rate !== undefined && !(Number(rate) > 0 && Number(rate) <= 1)))
    throw new UsageError(`--fault must be ${faultForm}; not '${text}'`);
  const operationIds = [...latestRoutes.keys()];
  const operationId = operationIds.find((id) => id === operation);
  if (operation !== undefined && operationId === undefined) {
    const meant = nearestWord(operation, operationIds);
    throw new UsageError(
      `--fault: there is no operation '${operation}'${meant === undefined ? "" : `; did you mean '${meant}'?`}`,
    );
  }
  return {
    ...(operationId !== undefined && { operationId }),
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(outcome === "reset" ? { reset: true } : { status: Number(outcome) }),
    // What the service sends with both, and what makes a client wait.
    ...((outcome === "429" || outcome === "503") && { retryAfter: 1 }),
  };
}
