/** The bundler that sizes are measured with. It is pinned in this project, which every `pnpm check` has installed. */
export { build } from "esbuild";
