import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, type ValueNode, evaluate, parse } from "@humanwhocodes/momoa";
import { EmulatorError } from "../emulator-error.js";

/** The part of Microsoft's `settings.json` that is understood. */
export interface EmulatorSettings {
  /** Where webhooks go: the first template whose patterns match is called. */
  readonly UpstreamSettings?: { readonly Templates?: readonly unknown[] };
}

/** Settings, and where in their file a part of them stands. */
export interface SettingsDocument {
  readonly settings: EmulatorSettings;
  /** Begins a message about the part that the names and indexes lead to: `settings.json:4:7: `. */
  readonly place: (path: readonly (string | number)[]) => string;
}

/** Settings that were given as an object. */
export function settingsObject(settings: EmulatorSettings): SettingsDocument {
  return { settings, place: () => "The settings are not valid: " };
}

/**
 * Settings in a file. Comments and trailing commas are taken, as Microsoft's emulator takes them.
 *
 * @throws {EmulatorError} `invalid-config` with the line and column of a mistake.
 */
export function readSettingsDocument(file: string): SettingsDocument {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && Reflect.get(error, "code") === "ENOENT";
    throw invalid(`The settings file '${file}' cannot be read${missing ? ": it does not exist" : ""}`, error);
  }
  const document = parseText(text.replace(/^\uFEFF/, ""), file);
  if (document.body.type !== "Object") {
    throw invalid(`${placeOf(document.body, file)}The settings file must contain a JSON object`);
  }
  return {
    // What is wrong inside is found by the reader of the templates.
    settings: evaluate(document) as EmulatorSettings,
    place: (path) => placeOf(find(document.body, path), file),
  };
}

/** The settings file that is meant: a folder stands for the `settings.json` in it. */
export function settingsFileOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? join(path, "settings.json")
    : path;
}

function parseText(text: string, file: string): DocumentNode {
  try {
    return parse(text, { mode: "jsonc", allowTrailingCommas: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [line, column] = [Reflect.get(error, "line"), Reflect.get(error, "column")].map(Number);
    const lineText = text.split("\n")[Number(line) - 1] ?? "";
    const rest = lineText.slice(Number(column) - 1).trim();
    const near = rest === "" ? "" : ` near '${rest.slice(0, 20)}'`;
    throw invalid(`${file}:${line}:${column}: The settings file is not valid JSON${near}`, error);
  }
}

/** The node that the path leads to, or the last one on the way that is there. */
function find(node: ValueNode, [step, ...more]: readonly (string | number)[]): ValueNode {
  const next =
    node.type === "Array" && typeof step === "number"
      ? node.elements[step]?.value
      : node.type === "Object" && typeof step === "string"
        ? node.members.find(({ name }) => nameOf(name).toLowerCase() === step.toLowerCase())?.value
        : undefined;
  return next === undefined ? node : find(next, more);
}

function nameOf(node: { readonly type: string }): string {
  return String(Reflect.get(node, node.type === "String" ? "value" : "name"));
}

function placeOf({ loc }: ValueNode, file: string): string {
  return `${file}:${loc.start.line}:${loc.start.column}: `;
}

function invalid(message: string, cause?: unknown): EmulatorError {
  return new EmulatorError("invalid-config", message, { cause });
}
