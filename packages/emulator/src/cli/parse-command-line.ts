import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./command.js";
import { nearestWord } from "./nearest-word.js";

/** What the same thing is called in Microsoft's emulator and elsewhere. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["ip", "host"],
  ["address", "host"],
  ["key", "access-key"],
  ["settings", "config"],
  ["delay", "latency"],
  ["silent", "quiet"],
]);

interface ParsedCommandLine<Options extends ParseArgsOptionsConfig> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options }>>["values"];
  readonly positionals: readonly string[];
}

/** The options and words of a command. @throws {UsageError} that names the wrong one and the one that was probably meant. */
export function parseCommandLine<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): ParsedCommandLine<Options> {
  const config = { args: [...args], options, allowPositionals: true } as const;
  for (const token of parseArgs({ ...config, strict: false, tokens: true }).tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) throw unknownOption(name, rawName, Object.keys(options));
    if (option.type === "boolean") {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
    } else if (value === undefined || (inlineValue !== true && isOption(value, options)))
      throw new UsageError(`${rawName} needs a value${value === undefined ? "" : `, not '${value}'`}`);
  }
  const { values, positionals } = parseArgs({ ...config, strict: false });
  return { values, positionals } as ParsedCommandLine<Options>;
}

/** Values may begin with a dash, as connection ids do; one that is an option was hardly meant as a value. */
function isOption(value: string, options: ParseArgsOptionsConfig): boolean {
  return Object.entries(options).some(
    ([name, { short }]) =>
      value === `--${name}` ||
      value.startsWith(`--${name}=`) ||
      (short !== undefined && value === `-${short}`),
  );
}

function unknownOption(name: string, rawName: string, known: readonly string[]): UsageError {
  const other = otherNames.get(name);
  const meant = other !== undefined && known.includes(other) ? other : nearestWord(name, known);
  if (/^-\d/.test(rawName))
    return new UsageError(`'${rawName}…' looks like an option; what begins with a dash goes after '--'`);
  return new UsageError(
    `Unknown option '${rawName}'${meant === undefined ? "" : `; did you mean '--${meant}'?`}`,
  );
}
