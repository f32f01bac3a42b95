import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import { run } from "../process.ts";
import { startCompanion } from "./companion.ts";

/** A registry on loopback that keeps what is published in a folder, and fetches the rest from the configured registry. */
export interface Registry {
  readonly url: string;
  /** An `.npmrc` under which npm and pnpm use this registry and nothing of the person's own settings. */
  readonly npmrc: string;
  close(): Promise<void>;
}

const projectFolder = join(import.meta.dirname, "../../registry");

/** Installs Verdaccio from its own lockfile, when it is not there. */
export async function installRegistry(signal: AbortSignal): Promise<void> {
  const installed = join(projectFolder, "node_modules/.pnpm/lock.yaml");
  if (
    existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(join(projectFolder, "pnpm-lock.yaml"), "utf8")
  )
    return;
  await run(["pnpm", "install", "--frozen-lockfile"], { cwd: projectFolder, env: { CI: "true" }, signal });
}

/**
 * Starts the registry.
 *
 * @param folder Where it keeps its configuration and packages.
 * @param scope The scope that exists only here: it is never asked for elsewhere.
 */
export async function startRegistry(folder: string, scope: string, signal: AbortSignal): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const upstream =
    (await run(["pnpm", "config", "get", "registry"], { cwd: folder, signal })).trim().split("\n").at(-1) ??
    "";
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const everyone = { access: "$all", publish: "$all", unpublish: "$all" };
  const settings = {
    storage: join(folder, "storage"),
    uplinks: { upstream: { url: upstream, cache: true, timeout: "60s", maxage: "60m" } },
    packages: { [`${scope}/*`]: everyone, "**": { ...everyone, proxy: "upstream" } },
    max_body_size: "50mb",
    web: { enable: false },
    log: { type: "stdout", format: "pretty", level: "warn" },
  };
  await writeFile(join(folder, "config.yaml"), stringify(settings));
  const npmrc = join(folder, "npmrc");
  // Verdaccio lets anybody publish, but npm and pnpm insist on sending some token.
  await writeFile(npmrc, `registry=${url}/\n//127.0.0.1:${port}/:_authToken=anybody\n`);

  const verdaccio = join(projectFolder, "node_modules/verdaccio/bin/verdaccio");
  const command = [process.execPath, verdaccio, "--config", join(folder, "config.yaml"), "--listen", url];
  const { line, close } = startCompanion(command, { cwd: folder, signal });
  try {
    await line(/http address/);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, npmrc, close };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
