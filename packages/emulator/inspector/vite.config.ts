import { defineConfig } from "vite";

/** The page of the inspector: one script, one style sheet and an icon under fixed names, which the emulator serves. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/inspector/",
  build: {
    outDir: "../dist/inspector",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: true,
    rolldownOptions: { output: { entryFileNames: "page.js", assetFileNames: "page.[ext]" } },
  },
});
