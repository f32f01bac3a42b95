import type { Emulator } from "@x/emulator";
import { expect, onTestFinished } from "vitest";
import type { Locator, Page } from "./pages.ts";

/** The inspector in a page, and its parts. */
export interface InspectorPage {
  readonly page: Page;
  /** Rows at the left: connections, groups or users. */
  readonly clients: Locator;
  client(text: string): Locator;
  /** Rows in the middle. */
  happened(text: string): Locator;
  /** The form, or the details. */
  readonly side: Locator;
}

/** Opens the printed URL. The test fails when the page logs an error or does what its policy forbids. */
export async function openInspector(page: Page, emulator: Emulator): Promise<InspectorPage> {
  const errors = watchErrors(page);
  onTestFinished(() => expect(errors).toEqual([]));
  await page.goto(emulator.inspectorUrl ?? "");
  await page.getByText("Live").waitFor();
  return inspectorIn(page);
}

export function inspectorIn(page: Page): InspectorPage {
  const clients = page.locator(".population .row");
  return {
    page,
    clients,
    client: (text) => clients.filter({ hasText: text }),
    happened: (text) => page.locator(".activity .row", { hasText: text }),
    side: page.getByRole("region", { name: "Send and details" }),
  };
}

/** What the page complains about, violations of its policy included; not that the emulator is away. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/ERR_|status of 4\d\d/.test(message.text()))
      errors.push(message.text());
  });
  return errors;
}
