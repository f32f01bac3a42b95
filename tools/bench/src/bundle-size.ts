import { gzipSync } from "node:zlib";
import { build } from "../../packaging/src/bundler.ts";

export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
}

/**
 * What a page or worker downloads for a program: bundled into one file and minified by esbuild, then compressed.
 *
 * @param folder Where the program's imports are found.
 */
export async function measureBundle(
  program: string,
  folder: string,
  platform: "browser" | "node" = "browser",
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
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
}
