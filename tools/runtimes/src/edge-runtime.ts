import { createRequire } from "node:module";
import { EdgeVM } from "@edge-runtime/vm";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import { bundleSuite } from "./bundle.ts";
import { installCommand, type Runtime } from "./runtime.ts";

/** What Next and Vercel run edge routes in; it has no modules, so it gets the bundle as a script. */
export const edgeRuntime: Runtime = {
  name: "edge-runtime",
  title: "edge-runtime (Vercel, Next.js)",
  install: installCommand,
  async run({ app, surroundings }) {
    const vm = new EdgeVM();
    vm.evaluate(await bundleSuite(app, "iife"));
    const call = `suite.run(${JSON.stringify(JSON.stringify(surroundings))})`;
    const outcomes = await vm.evaluate<Promise<Outcome[]>>(call);
    const { version } = createRequire(import.meta.url)("@edge-runtime/vm/package.json") as {
      version: string;
    };
    return { version, outcomes };
  },
};
