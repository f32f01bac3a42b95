import { gzipSync } from "node:zlib";
import { build } from "../../packaging/src/bundler.ts";

export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
}

export interface BundleOptions {
  /** Where the program's imports are found. */
  readonly folder: string;
  /** @defaultValue `"browser"` */
  readonly platform?: "browser" | "node";
}

/** What a page or worker downloads for a program: bundled into one file and minified by esbuild, then compressed. */
export async function measureBundle(
  program: string,
  { folder, platform = "browser" }: BundleOptions,
): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    absWorkingDir: folder,
    legalComments: "none",
    logLevel: "error",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("esbuild gave no output");
  const { contents } = bundle;
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
}
