import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createToken, isToken } from "./access.js";

/**
 * The token of the person who runs the emulator: random, made once and kept in a file that only they can read, so that
 * a page left open works again after a restart. Where nothing can be kept it is another one each time.
 */
export function keptToken(folder = stateFolder()): string {
  const file = join(folder, "inspector-token");
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (isToken(kept)) return kept;
  } catch {
    // Not there yet, or not for us.
  }
  const token = createToken();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
  } catch {
    // A read-only system, as in many containers.
  }
  return token;
}

function stateFolder(): string {
  const name = "signalr-emulator";
  const { LOCALAPPDATA: windows, XDG_STATE_HOME: xdg } = process.env;
  if (process.platform === "win32") return join(windows ?? join(homedir(), "AppData", "Local"), name);
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", name);
  return join(xdg ?? join(homedir(), ".local", "state"), name);
}
