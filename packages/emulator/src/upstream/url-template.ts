import { toWellFormed } from "./well-formed.js";

/** What a template of a URL may name. */
export interface UrlNames {
  readonly hub: string;
  readonly category: string;
  readonly event: string;
}

const placeholder = /\{([^{}]*)\}/g;

/** Why webhooks cannot be posted to the template's URLs, or undefined when they can. */
export function problemOfUrlTemplate(template: string): string | undefined {
  for (const [text, name = ""] of template.matchAll(placeholder)) {
    if (name === "hub" || name === "category" || name === "event") continue;
    return name.startsWith("@Microsoft.KeyVault(")
      ? "refers to Azure Key Vault, which the emulator cannot read; write the value itself"
      : `has the unknown placeholder '${text}'; use {hub}, {category} and {event}`;
  }
  // A client chooses the event, so it must not choose the host.
  const [, authority = ""] = /^\w+:[\\/]*([^\\/?#]*)/.exec(template) ?? [];
  if (authority.includes("{event}")) return "must not have {event} in its host";
  const url = expandUrlTemplate(template, { hub: "h", category: "c", event: "e" });
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? undefined
    : "must be an http or https URL";
}

/**
 * The template with its placeholders filled in, each as one URL component.
 *
 * @returns undefined where a name would change the path: a segment `.` or `..` takes others with it, whatever its encoding
 * (https://url.spec.whatwg.org/#double-dot-path-segment), and an empty one is lost by many routers.
 */
export function expandUrlTemplate(template: string, names: UrlNames): string | undefined {
  const fill = (text: string): string =>
    text.replaceAll(placeholder, (whole, name: string) =>
      name === "hub" || name === "category" || name === "event"
        ? encodeURIComponent(toWellFormed(names[name]))
        : whole,
    );
  const end = template.search(/[?#]/);
  const path = end === -1 ? template : template.slice(0, end);
  const isChanged = path
    .split(/[\\/]/)
    .some((segment) => segment.includes("{") && /^(?:\.|%2e){0,2}$/i.test(fill(segment)));
  return isChanged ? undefined : fill(template);
}
