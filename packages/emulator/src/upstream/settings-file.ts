import { statSync } from "node:fs";
import { EmulatorError } from "../options.js";
import { readSettingsDocument, settingsFileOf } from "./settings-document.js";
import { type UpstreamTemplate, readUpstreamTemplates } from "./upstream-settings.js";

/**
 * The templates of a settings file, read again when the file has changed since the last event. A file that became
 * invalid is logged once and the last good one stays in force.
 *
 * @throws {EmulatorError} when the file is invalid at first.
 */
export function watchSettingsFile(
  path: string,
  log: (line: string) => void,
): () => readonly UpstreamTemplate[] {
  const file = settingsFileOf(path);
  let stamp = stampOf(file);
  let templates = readUpstreamTemplates(readSettingsDocument(file));
  return () => {
    const current = stampOf(file);
    if (current === stamp) return templates;
    stamp = current;
    try {
      templates = readUpstreamTemplates(readSettingsDocument(file));
      log(`Read '${file}' again`);
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      log(`${error.message}; the settings before the change stay in force`);
    }
    return templates;
  };
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "missing" : `${stats.mtimeMs} ${stats.size}`;
}
