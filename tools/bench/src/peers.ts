import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "../../packaging/src/bundler.ts";
import { benchFolder, workFolder } from "./packages.ts";
import { specFile } from "./generator.ts";

const folder = join(workFolder, "peers");

/** Other generators: the arguments of Node that make a client of a document. */
export const generators = {
  "hey-api": (spec: string, out: string) => [
    join(benchFolder, "node_modules/@hey-api/openapi-ts/bin/run.js"),
    "-i",
    spec,
    "-o",
    out,
    "-s",
    "--no-log-file",
  ],
  orval: (spec: string, out: string) => [
    join(benchFolder, "node_modules/orval/dist/bin/orval.mjs"),
    "--input",
    spec,
    "--output",
    join(out, "index.ts"),
    "--client",
    "fetch",
  ],
} as const;

type GeneratedPeer = keyof typeof generators;

const generated = new Set<GeneratedPeer>();

/** The folder of a peer's client of this project's own document, generated when a process first asks for it. */
export function peerFolder(name: GeneratedPeer): string {
  const out = join(folder, name);
  if (!generated.has(name)) {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync(process.execPath, generators[name](specFile, out), {
      cwd: benchFolder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    generated.add(name);
  }
  return out;
}

/** Modules of a peer's client as one of JavaScript: the generators write sources without extensions in their imports. */
export async function importPeer(name: GeneratedPeer, modules: readonly string[]): Promise<unknown> {
  const outfile = join(folder, `${name}.mjs`);
  const contents = modules.map((module) => `export * from "./${module}.ts";`).join("\n");
  await build({
    // One bundle, since a client that is configured in another would be another client.
    stdin: { contents, resolveDir: peerFolder(name), loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
