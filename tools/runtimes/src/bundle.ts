import { join } from "node:path";
import { build, type Format, type Plugin } from "esbuild";

/** Resolves the packages where the tarballs are installed, and not in the workspace. */
function packed(app: string): Plugin {
  return {
    name: "packed",
    setup(context) {
      context.onResolve({ filter: /^@x\// }, ({ path, kind, pluginData }) =>
        pluginData === "packed"
          ? undefined
          : context.resolve(path, { resolveDir: app, kind, pluginData: "packed" }),
      );
    },
  };
}

/**
 * The suite, the packed packages and their dependencies as one file, the same for every runtime. The platform is
 * "neutral", so an import of a Node module fails here.
 *
 * @param format `iife` puts the exports into the global `suite`, for a runtime without modules.
 */
export async function bundleSuite(app: string, format: Format): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "../../../tests/runtime/suite.ts")],
    bundle: true,
    format,
    ...(format === "iife" && { globalName: "suite" }),
    platform: "neutral",
    target: "es2022",
    plugins: [packed(app)],
    write: false,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote no bundle");
  return file.text;
}
