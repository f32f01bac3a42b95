import { createRequire } from "node:module";
import { Miniflare } from "miniflare";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import type { RunBundle } from "./runtime.ts";

const worker = `
import { run } from "./suite.mjs";
export default { fetch: async () => Response.json(await run()) };
`;

/** The runtime of Cloudflare Workers, without its Node compatibility. */
export const runInWorkerd: RunBundle = async (bundle) => {
  const miniflare = new Miniflare({
    // The date of the pinned workerd, which refuses later ones.
    compatibilityDate: "2026-07-30",
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: worker },
      { type: "ESModule", path: "suite.mjs", contents: bundle },
    ],
  });
  try {
    const response = await miniflare.dispatchFetch("http://worker.example/");
    return { version: workerdVersion(), outcomes: (await response.json()) as Outcome[] };
  } finally {
    await miniflare.dispose();
  }
};

function workerdVersion(): string {
  const ofMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return (ofMiniflare("workerd/package.json") as { version: string }).version;
}
