import { describe, test } from "vitest";
import { scenariosFor } from "../clients/scenarios.ts";
import { clientPairs, startStage } from "../clients/stage.ts";
import { loadClientLibrary, startInPage } from "./page-client.ts";
import { useChromium } from "./pages.ts";

const pages = useChromium();
const features = ["client results", "automatic reconnect", "stateful reconnect"] as const;

describe.each(clientPairs)("A client in a page of another origin over $transport with $protocol", (pair) => {
  for (const { title, options, run } of scenariosFor(features, pair.transport))
    test(title, async () => {
      const page = await pages.openForeign();
      await loadClientLibrary(page);
      await using stage = await startStage((given) => startInPage(page, given), pair, options);
      await run(stage);
    });
});
