import { EmulatorError } from "../emulator-error.js";
import type { SettingsDocument } from "./settings-document.js";
import type { UpstreamHandler } from "./upstream-handler.js";
import { problemOfUrlTemplate } from "./url-template.js";

/** One rule of `UpstreamSettings.Templates`; the first one that matches an event gets it. */
export interface UpstreamTemplate {
  readonly urlTemplate: string;
  readonly matchesHub: (name: string) => boolean;
  readonly matchesCategory: (name: string) => boolean;
  readonly matchesEvent: (name: string) => boolean;
  /** Called instead of the URL. */
  readonly handler?: UpstreamHandler;
}

type Path = readonly (string | number)[];

/** The templates in a `settings.json` of Microsoft's emulator; names in any case. @throws {EmulatorError} `invalid-config`. */
export function readUpstreamTemplates({ settings, place }: SettingsDocument): readonly UpstreamTemplate[] {
  const fail = (path: Path, message: string): EmulatorError =>
    new EmulatorError("invalid-config", `${place(path)}${message}`);
  const upstream = memberOf(settings, "UpstreamSettings");
  if (upstream === undefined || upstream === null) return [];
  const path = ["UpstreamSettings", "Templates"];
  const templates = memberOf(upstream, "Templates");
  if (!Array.isArray(templates)) throw fail(path, "UpstreamSettings needs a list named Templates");
  return templates.map((template: unknown, index) =>
    readTemplate(template, index, (name, message) =>
      fail([...path, index, ...(name === undefined ? [] : [name])], message),
    ),
  );
}

function readTemplate(
  template: unknown,
  index: number,
  fail: (name: string | undefined, message: string) => EmulatorError,
): UpstreamTemplate {
  if (typeof template !== "object" || template === null || Array.isArray(template))
    throw fail(undefined, `Template ${index} must be an object`);
  const text = (name: string, fallback?: string): string => {
    const value = memberOf(template, name) ?? fallback;
    if (value === undefined) throw fail(name, `Template ${index} needs a ${name}`);
    if (typeof value !== "string" || value === "")
      throw fail(name, `${name} of template ${index} must be a non-empty string`);
    return value;
  };
  const urlTemplate = text("UrlTemplate");
  const problem = problemOfUrlTemplate(urlTemplate);
  if (problem !== undefined) throw fail("UrlTemplate", `UrlTemplate of template ${index} ${problem}`);
  return {
    urlTemplate,
    matchesHub: matcher(text("HubPattern", "*")),
    matchesCategory: matcher(text("CategoryPattern", "*")),
    matchesEvent: matcher(text("EventPattern", "*")),
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** `*`, one name, or several with commas; without case, as the service compares them. */
function matcher(pattern: string): (name: string) => boolean {
  const names = new Set(pattern.split(",").map((name) => name.trim().toLowerCase()));
  return (name) => names.has("*") || names.has(name.toLowerCase());
}
