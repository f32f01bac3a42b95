import { setTimeout as delay } from "node:timers/promises";
import type { ActivityLog } from "../activity/activity-log.js";
import { EmulatorError } from "../emulator-error.js";
import type { EmulatorOptions } from "../options.js";
import type { EmulatorSettings } from "./settings-document.js";
import type { Log } from "../log.js";
import { noUpstream } from "./no-upstream.js";
import { settingsObject } from "./settings-document.js";
import { type SettingsFile, openSettingsFile } from "./settings-file.js";
import type { Upstream } from "./upstream.js";
import type { HubUpstreamHandler } from "./upstream-handler.js";
import { type UpstreamTemplate, readUpstreamTemplates } from "./upstream-settings.js";
import { WebhookUpstream } from "./webhook-upstream.js";

const handlerUrl = "http://localhost/upstream";
const longestShuffleInMs = 20;

/**
 * The upstream that the options ask for: the handlers of hubs first, then the handler of all others, which takes the place
 * of the webhooks' URLs.
 *
 * @throws {EmulatorError} `invalid-config`
 */
export function configuredUpstream(
  options: EmulatorOptions,
  emulator: {
    readonly accessKeys: readonly string[];
    readonly log: Log;
    readonly activity: ActivityLog;
    /** Numbers from 0 to 1. */
    readonly random: () => number;
    /** Known once the emulator listens. */
    readonly connectionString: () => string;
  },
): Upstream {
  const { config, upstream, hubs = [], shuffleUpstream = false } = options;
  const { random, connectionString } = emulator;
  // Read in any case, so that a mistake in it shows at once.
  const settings =
    typeof config === "string" ? openSettingsFile(config, emulator.log) : fixedSettings(config ?? {});
  const fallback = noUpstream(options.noUpstream ?? "error");
  if (config === undefined && upstream === undefined && hubs.length === 0) return fallback;
  let ofHubs: readonly UpstreamTemplate[] = [];
  const others = (): readonly UpstreamTemplate[] => {
    if (upstream === undefined) return settings.templates();
    return config === undefined
      ? [{ ...everything, handler: upstream }]
      : settings.templates().map((template) => ({ ...template, handler: upstream }));
  };
  const webhooks = new WebhookUpstream({
    ...emulator,
    templates: () => [...ofHubs, ...others()],
    fallback,
    beforePost: shuffleUpstream ? () => delay(random() * longestShuffleInMs) : undefined,
  });
  return {
    notify: (event) => webhooks.notify(event),
    invoke: (event, protocol) => webhooks.invoke(event, protocol),
    watch() {
      ofHubs = hubs.map((create) => templateOfHub(create(connectionString())));
      return settings.watch?.() ?? ((): void => {});
    },
  };
}

const everything: UpstreamTemplate = {
  urlTemplate: handlerUrl,
  matchesHub: () => true,
  matchesCategory: () => true,
  matchesEvent: () => true,
};

/** @throws {EmulatorError} `invalid-option` */
function templateOfHub(handler: HubUpstreamHandler): UpstreamTemplate {
  if (typeof handler !== "function" || typeof handler.hub !== "string")
    throw new EmulatorError(
      "invalid-option",
      "Each function in the option hubs must return the handler from createUpstreamHandler()",
    );
  const hub = handler.hub.toLowerCase();
  return { ...everything, matchesHub: (name) => name.toLowerCase() === hub, handler };
}

function fixedSettings(settings: EmulatorSettings): Partial<SettingsFile> & Pick<SettingsFile, "templates"> {
  const templates = readUpstreamTemplates(settingsObject(settings));
  return { templates: () => templates };
}
