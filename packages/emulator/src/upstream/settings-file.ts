import { statSync } from "node:fs";
import { EmulatorError } from "../emulator-error.js";
import { readSettingsDocument, settingsFileOf } from "./settings-document.js";
import { type UpstreamTemplate, readUpstreamTemplates } from "./upstream-settings.js";

/** How soon a change is noticed while no event asks for the templates. */
const pollInMs = 250;

/** The upstream templates of a settings file that may change. */
export interface SettingsFile {
  /** The current templates: a file that has changed since the last call is read again. */
  readonly templates: () => readonly UpstreamTemplate[];
  /** Reads the file as soon as it changes, so that a mistake is reported at once. @returns a function that ends it. */
  readonly watch: () => () => void;
}

/**
 * Opens a settings file. When a change makes it invalid, that is logged once and the previous settings remain in effect.
 *
 * @throws {EmulatorError} `invalid-config` when the file is invalid at first.
 */
export function openSettingsFile(path: string, log: (line: string) => void): SettingsFile {
  const file = settingsFileOf(path);
  let stamp = stampOf(file);
  let templates = readUpstreamTemplates(readSettingsDocument(file));
  const current = (): readonly UpstreamTemplate[] => {
    const now = stampOf(file);
    if (now === stamp) return templates;
    stamp = now;
    try {
      templates = readUpstreamTemplates(readSettingsDocument(file));
      log(`Read '${file}' again`);
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      log(`${error.message}; the previous settings remain in effect`);
    }
    return templates;
  };
  return {
    templates: current,
    watch() {
      // Polling also sees changes on mounted volumes, and files that an editor replaces. fs.watchFile() would compare with what
      // it finds first, and so miss a change between reading the file and its first look.
      const timer = setInterval(current, pollInMs).unref();
      return () => clearInterval(timer);
    },
  };
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs} ${size}`;
  } catch {
    // Reading it says why.
    return "unreadable";
  }
}
