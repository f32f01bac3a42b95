import { gzipSync } from "node:zlib";
import { build } from "../../packaging/src/bundler.ts";
import { filesAtStart } from "./files-at-start.ts";

export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
}

export interface BundleOptions {
  /** Where the program's imports are found. */
  readonly folder: string;
  /** @defaultValue `"browser"` */
  readonly platform?: "browser" | "node";
  /** Leaves what `import()` asks for in files of its own, as bundlers for the web do, and counts what is loaded at start. */
  readonly split?: boolean;
}

/** What a page or worker downloads for a program: bundled and minified by esbuild, then each file compressed. */
export async function measureBundle(
  program: string,
  { folder, platform = "browser", split = false }: BundleOptions,
): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    splitting: split,
    // Nothing is written there; names of files are made from it.
    outdir: folder,
    absWorkingDir: folder,
    metafile: true,
    legalComments: "none",
    logLevel: "error",
  });
  const atStart = filesAtStart(metafile.outputs);
  const sizes = outputFiles
    .filter(({ path }) => atStart.has(path.slice(folder.length + 1)))
    .map(({ contents }) => ({
      minified: contents.length,
      gzip: gzipSync(contents, { level: 9 }).length,
    }));
  if (sizes.length === 0) throw new Error("esbuild gave no output");
  return {
    minified: sum(sizes.map(({ minified }) => minified)),
    gzip: sum(sizes.map(({ gzip }) => gzip)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
