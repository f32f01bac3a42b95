import { EmulatorError, type EmulatorSettings } from "../options.js";
import { toWellFormed } from "./well-formed.js";

/** One rule of `UpstreamSettings.Templates`; the first one that matches an event gets it. */
export interface UpstreamTemplate {
  readonly urlTemplate: string;
  readonly matchesHub: (name: string) => boolean;
  readonly matchesCategory: (name: string) => boolean;
  readonly matchesEvent: (name: string) => boolean;
}

/** The templates in a `settings.json` of Microsoft's emulator. @throws {EmulatorError} `invalid-config`. */
export function readUpstreamTemplates(settings: EmulatorSettings): readonly UpstreamTemplate[] {
  const upstream: unknown = settings.UpstreamSettings;
  if (upstream === undefined || upstream === null) return [];
  const templates: unknown = typeof upstream === "object" ? Reflect.get(upstream, "Templates") : undefined;
  if (!Array.isArray(templates)) throw invalid("UpstreamSettings needs a list named Templates");
  return templates.map((template: unknown, index) => readTemplate(template, index));
}

function readTemplate(template: unknown, index: number): UpstreamTemplate {
  if (typeof template !== "object" || template === null) throw invalid(`Template ${index} must be an object`);
  const members = new Map<string, unknown>(Object.entries(template));
  const text = (name: string, fallback?: string): string => {
    const value = members.get(name) ?? fallback;
    if (typeof value !== "string" || value === "") throw invalid(`Template ${index} needs a ${name}`);
    return value;
  };
  const urlTemplate = text("UrlTemplate");
  const example = expandUrlTemplate(urlTemplate, { hub: "h", category: "c", event: "e" });
  if (!URL.canParse(example) || !/^https?:$/.test(new URL(example).protocol)) {
    throw invalid(`UrlTemplate of template ${index} must be an http or https URL`);
  }
  return {
    urlTemplate,
    matchesHub: matcher(text("HubPattern", "*")),
    matchesCategory: matcher(text("CategoryPattern", "*")),
    matchesEvent: matcher(text("EventPattern", "*")),
  };
}

/** `*`, one name, or several with commas; without case, as the service compares them. */
function matcher(pattern: string): (name: string) => boolean {
  const names = new Set(pattern.split(",").map((name) => name.trim().toLowerCase()));
  return (name) => names.has("*") || names.has(name.toLowerCase());
}

/** Puts names into a template, each as one URL component. */
export function expandUrlTemplate(
  template: string,
  names: { readonly hub: string; readonly category: string; readonly event: string },
): string {
  return template
    .replaceAll("{hub}", () => encodeURIComponent(names.hub))
    .replaceAll("{category}", () => encodeURIComponent(names.category))
    .replaceAll("{event}", () => encodeURIComponent(toWellFormed(names.event)));
}

function invalid(message: string): EmulatorError {
  return new EmulatorError("invalid-config", `The settings are not valid: ${message}`);
}
