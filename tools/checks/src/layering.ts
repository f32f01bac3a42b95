#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { type Import, readImports } from "./imports.ts";

/** What a package may import of this repository, development dependencies included: the arrows of docs/architecture.md. */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  "packages/types": [],
  "packages/fetch-client": ["@x/types"],
  "packages/auth": ["@x/types", "@x/fetch-client"],
  "packages/hub": ["@x/types", "@x/fetch-client", "@x/auth"],
  "packages/emulator": ["@x/types"],
};

/** Only these files may name a library that is frozen upstream, so that it can be replaced in a day. */
const guarded: Readonly<Record<string, readonly string[]>> = {
  "openapi-fetch": ["packages/fetch-client/src/raw-client.ts"],
  "openapi-typescript": ["tools/generator/src/emit/openapi-types.ts"],
};

/**
 * What a folder of the emulator may import of its neighbors: `only` these folders, or any but those in `never`. REST and
 * transport meet in the state, which knows neither.
 */
const emulatorFolders: Readonly<Record<string, { only?: readonly string[]; never?: readonly string[] }>> = {
  protocol: { only: [] },
  state: { only: ["protocol"] },
  rest: { never: ["transport", "inspector", "terminal", "testing", "cli"] },
  transport: { never: ["rest", "inspector", "terminal", "testing", "cli"] },
};

/** Modules that open sockets, which the protocol and the state must not import. */
const socketModules = new Set(["http", "https", "http2", "net", "tls", "ws"]);

/** What is wrong with an import between two folders of the emulator, or `undefined`. */
function judgeEmulatorFolder({ file, specifier }: Import): string | undefined {
  const source = "packages/emulator/src/";
  if (!file.startsWith(source)) return undefined;
  const folder = file.slice(source.length).split("/")[0] ?? "";
  const { only, never } = emulatorFolders[folder] ?? {};
  if (only !== undefined && socketModules.has(specifier.replace(/^node:/, "")))
    return `must not import a module that opens sockets: src/${folder} is free of them`;
  const target = posix.join(posix.dirname(file), specifier);
  if (!/^\.\.?\//.test(specifier) || !target.startsWith(source)) return undefined;
  const [neighbor = "", ...below] = target.slice(source.length).split("/");
  if (neighbor === folder) return undefined;
  const isAllowed =
    below.length === 0 ? only === undefined : (only?.includes(neighbor) ?? !never?.includes(neighbor));
  return isAllowed ? undefined : `must not import src/${neighbor} from src/${folder}`;
}

/** What is wrong with an import of a published package, or `undefined`. */
export function judgeImport(packageFolder: string, found: Import): string | undefined {
  const { file, specifier } = found;
  const [scope, name] = specifier.split("/");
  if (scope === "@x") {
    const target = `${scope}/${name}`;
    const own = `@x/${packageFolder.split("/")[1]}`;
    if (target === own || allowed[packageFolder]?.includes(target)) return undefined;
    if (inTest(file) && target === "@x/contract-kit") return undefined;
    return `must not import ${target}`;
  }
  const inGenerated = file.includes("/generated/");
  const isRuntime = packageFolder === "packages/fetch-client" && specifier.startsWith("../../src/");
  if (inGenerated && /\/(src|test)\//.test(specifier) && !isRuntime)
    return "is generated and must not import handwritten code";
  if (
    file.includes("/src/") &&
    !inTest(file) &&
    /\/generated\//.test(specifier) &&
    packageFolder === "packages/fetch-client"
  )
    return "is the runtime, which depends on no document, and must not import generated code";
  if (/^\.\.?\//.test(specifier) && /(^|\/)(tools|spec)\//.test(specifier) && !file.includes("/test/")) {
    return "must not import tools or spec";
  }
  return packageFolder === "packages/emulator" ? judgeEmulatorFolder(found) : undefined;
}

function inTest(file: string): boolean {
  return file.includes("/test/") || file.endsWith(".config.ts");
}

function main(): number {
  const root = join(import.meta.dirname, "../../..");
  const complaints: string[] = [];
  const all: Import[] = [];
  for (const folder of Object.keys(allowed)) {
    for (const one of readImports(join(root, folder))) {
      const file = relative(root, one.file);
      all.push({ ...one, file });
      const complaint = judgeImport(folder, { ...one, file });
      if (complaint !== undefined) complaints.push(`${file}:${one.line} ${complaint} (${one.specifier})`);
    }
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Record<
      string,
      Record<string, string>
    >;
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (name.startsWith("@x/") && !allowed[folder]?.includes(name))
        complaints.push(`${folder}/package.json must not depend on ${name}`);
    }
  }
  for (const one of readImports(join(root, "tools/generator")))
    all.push({ ...one, file: relative(root, one.file) });
  for (const { file, line, specifier } of all) {
    const places = guarded[specifier.split("/")[0] ?? ""];
    if (places !== undefined && !places.includes(file))
      complaints.push(`${file}:${line} must not import ${specifier}: only ${places.join(" and ")} may`);
  }
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length === 0) console.log(`${all.length} imports follow the arrows`);
  return complaints.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main();
