import { join } from "node:path";
import { build } from "esbuild";

/**
 * The suite, the built packages and their dependencies as one ES module, the same for every runtime. The platform is
 * "neutral", so an import of a Node module fails here.
 */
export async function bundleSuite(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "suite.ts")],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote no bundle");
  return file.text;
}
