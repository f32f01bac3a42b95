import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { gunzipSync } from "node:zlib";

/** Files of a tarball by their path in the package. */
export type TarballFiles = ReadonlyMap<string, string>;

/** Reads the regular files of a `.tgz` as npm and pnpm write it. */
export async function readTarball(file: string): Promise<TarballFiles> {
  const archive = gunzipSync(await readFile(file));
  const files = new Map<string, string>();
  const text = (from: number, length: number) =>
    archive.toString("utf8", from, from + length).split("\0", 1)[0] ?? "";
  for (let offset = 0; offset < archive.length && archive[offset] !== 0;) {
    const size = Number.parseInt(text(offset + 124, 12), 8);
    const prefix = text(offset + 345, 155);
    const name = `${prefix === "" ? "" : `${prefix}/`}${text(offset, 100)}`;
    const content = archive.toString("utf8", offset + 512, offset + 512 + size);
    if (text(offset + 156, 1) !== "5") files.set(name.replace(/^package\//, ""), content);
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

interface Manifest {
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

/** What only those need who work on the package. */
const leftover =
  /(^|\/)(test|coverage|node_modules)\/|\.(test|spec|config)\.[cm]?[jt]s$|\.tsbuildinfo$|tsconfig/;

/**
 * What keeps a tarball from being one that a debugger, a bundler and an editor can work with: maps that lead to
 * sources, no side effects, explicit exports, nothing from development.
 */
export function judgeTarball(files: TarballFiles): readonly string[] {
  const problems: string[] = [];
  const manifest = JSON.parse(files.get("package.json") ?? "{}") as Manifest;
  if (manifest.type !== "module") problems.push('package.json must have "type": "module"');
  if (manifest.sideEffects !== false) problems.push('package.json must have "sideEffects": false');
  if (manifest.engines?.["node"] === undefined) problems.push("package.json must name engines.node");
  for (const field of ["devDependencies", "scripts"])
    if (field in manifest) problems.push(`package.json must not have ${field}`);
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    if (/^(workspace|catalog|file|link):/.test(range))
      problems.push(`package.json asks for ${name} ${range}, which only this repository knows`);
  }
  // publint checks where they lead.
  for (const subpath of Object.keys(manifest.exports ?? {}))
    if (subpath.includes("*")) problems.push(`exports ${subpath} is a wildcard: name each module`);
  for (const needed of ["README.md", "LICENSE"])
    if (!files.has(needed)) problems.push(`${needed} is missing`);
  for (const [path, content] of files) {
    if (leftover.test(path)) problems.push(`${path} is not for users`);
    // The page of the inspector is shown, not imported.
    if (
      path.startsWith("dist/") &&
      !path.startsWith("dist/inspector/") &&
      /\.(js|d\.ts)$/.test(path) &&
      !files.has(`${path}.map`)
    )
      problems.push(`${path} has no map`);
    if (path.endsWith(".map")) problems.push(...judgeMap(path, content, files));
  }
  return problems;
}

function judgeMap(path: string, content: string, files: TarballFiles): readonly string[] {
  const { sources, sourceRoot } = JSON.parse(content) as { sources: string[]; sourceRoot?: string };
  return sources
    .map((source) => posix.join(posix.dirname(path), sourceRoot ?? "", source))
    .filter((source) => !files.has(source))
    .map((source) => `${path} leads to ${source}, which is not in the tarball`);
}
