import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, type ValueNode, evaluate, parse } from "@humanwhocodes/momoa";
import { EmulatorError } from "../emulator-error.js";

/** The supported part of the `settings.json` of Microsoft's emulator. */
export interface EmulatorSettings {
  /** Webhook URL templates. An event is posted to the first template whose patterns match. */
  readonly UpstreamSettings?: { readonly Templates?: readonly unknown[] };
}

/** Settings, with the position of their parts in the file. */
export interface SettingsDocument {
  readonly settings: EmulatorSettings;
  /** Returns the prefix of an error message about the part at this path of names and indexes, such as `settings.json:4:7: `. */
  readonly place: (path: readonly (string | number)[]) => string;
}

/** Wraps settings that were passed as an object. */
export function settingsObject(settings: EmulatorSettings): SettingsDocument {
  return { settings, place: () => "The settings are not valid: " };
}

/**
 * Reads a settings file. Comments and trailing commas are allowed, as in Microsoft's emulator.
 *
 * @throws {EmulatorError} `invalid-config`, with the line and column of a syntax error.
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
    // The content is validated by the reader of the templates.
    settings: evaluate(document) as EmulatorSettings,
    place: (path) => placeOf(find(document.body, path), file),
  };
}

/** Returns the path of the settings file; for a folder, of the `settings.json` in it. */
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

/** Returns the node at the path, or its nearest existing ancestor. */
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
