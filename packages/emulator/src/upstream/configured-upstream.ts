import type { ActivityLog } from "../activity/activity-log.js";
import type { EmulatorOptions, EmulatorSettings, Log } from "../options.js";
import { noUpstream } from "./no-upstream.js";
import { settingsObject } from "./settings-document.js";
import { type SettingsFile, openSettingsFile } from "./settings-file.js";
import { readUpstreamTemplates } from "./upstream-settings.js";
import { type Upstream, handlerUpstream } from "./upstream.js";
import { webhookUpstream } from "./webhook-upstream.js";

/**
 * The upstream that the options ask for: a handler in the process wins over the webhooks of the settings.
 *
 * @throws {EmulatorError} `invalid-config`
 */
export function configuredUpstream(
  options: EmulatorOptions,
  accessKeys: readonly string[],
  log: Log,
  activity: ActivityLog,
): Upstream {
  const { config, upstream } = options;
  // Read in any case, so that a mistake in it shows at once.
  const { templates, watch } =
    typeof config === "string" ? openSettingsFile(config, log) : fixedSettings(config ?? {});
  const fallback = noUpstream(options.noUpstream ?? "error");
  if (upstream !== undefined) return handlerUpstream(upstream, log);
  if (config === undefined) return fallback;
  return {
    ...webhookUpstream({ templates, accessKeys, fallback, log, activity }),
    ...(watch !== undefined && { watch }),
  };
}

function fixedSettings(settings: EmulatorSettings): Partial<SettingsFile> & Pick<SettingsFile, "templates"> {
  const templates = readUpstreamTemplates(settingsObject(settings));
  return { templates: () => templates };
}
