import { createNegotiator } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { expect, test } from "vitest";
import { useChromium } from "./pages.ts";

const pages = useChromium();

test("A page of another origin negotiates with credentials, and REST stays closed to it", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const page = await pages.openForeign();
  const { accessToken } = await createNegotiator(emulator.connectionString)({ hub: "chat" });
  const answer = await page.evaluate(
    async ({ url, authorization }) => {
      const negotiated = await fetch(`${url}/client/negotiate?hub=chat&negotiateVersion=1`, {
        method: "POST",
        headers: { authorization },
        credentials: "include",
      });
      const { availableTransports } = (await negotiated.json()) as { availableTransports: unknown[] };
      const rest = await fetch(`${url}/api/health`).then(
        () => "let in",
        () => "refused",
      );
      return { transports: availableTransports.length, rest };
    },
    { url: emulator.url, authorization: `Bearer ${accessToken}` },
  );
  expect(answer).toEqual({ transports: 3, rest: "refused" });
});
