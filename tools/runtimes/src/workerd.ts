import { createRequire } from "node:module";
import { Miniflare } from "miniflare";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import { installCommand, type Runtime } from "./runtime.ts";

const worker = `
import { run } from "./suite.mjs";
export default { fetch: async (request) => Response.json(await run(await request.text())) };
`;

interface WorkerdPackage {
  /** The latest that it accepts. */
  readonly compatibilityDate: string;
  readonly version: string;
}

/** The runtime of Cloudflare Workers, without its Node compatibility. */
export const workerd: Runtime = {
  name: "workerd",
  title: "workerd (Cloudflare Workers)",
  install: installCommand,
  async run({ bundle, surroundings }) {
    const { compatibilityDate, version } = loadWorkerd();
    const miniflare = new Miniflare({
      compatibilityDate,
      modules: [
        { type: "ESModule", path: "worker.mjs", contents: worker },
        { type: "ESModule", path: "suite.mjs", contents: bundle },
      ],
    });
    try {
      const body = JSON.stringify(surroundings);
      const response = await miniflare.dispatchFetch("http://worker.example/", { method: "POST", body });
      return { version, outcomes: (await response.json()) as Outcome[] };
    } finally {
      await miniflare.dispose();
    }
  },
};

/** The one that Miniflare brings along; it throws when its program for this platform is missing. */
function loadWorkerd(): WorkerdPackage {
  const ofMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return ofMiniflare("workerd") as WorkerdPackage;
}
