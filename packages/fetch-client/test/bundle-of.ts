import { dirname } from "node:path";
import { build } from "vite";

/** The code of an application that imports these names of these modules (absolute paths) and nothing else. */
export async function bundleOf(imports: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const application = "\0application";
  const modules = Object.entries(imports);
  const code = modules
    .map(([module, names]) => `export { ${names.join(", ")} } from ${JSON.stringify(module)};`)
    .join("\n");
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: dirname(modules[0]?.[0] ?? "."),
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input: application, preserveEntrySignatures: "strict" },
    },
    plugins: [
      {
        name: "application",
        resolveId: (id) => (id === application ? id : undefined),
        load: (id) => (id === application ? code : undefined),
      },
    ],
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("vite gave no bundle");
  return output.output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("\n");
}
