import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { candidatesFolder } from "./candidates.ts";

export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
}

/** What a page or worker downloads for a program: bundled and minified by esbuild, then compressed. */
export async function measureBundle(
  program: string,
  platform: "browser" | "node" = "browser",
): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: candidatesFolder, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    legalComments: "none",
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild gave no output");
  return { minified: output.contents.length, gzip: gzipSync(output.contents, { level: 9 }).length };
}
