import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import type { Client, ClientLibrary, ClientOptions, RecordingClient } from "../clients/recording-client.ts";
import type { Page } from "./pages.ts";

/** What the scripts put into the page. */
interface ClientPage {
  readonly signalR: ClientLibrary & {
    readonly protocols: { readonly msgpack: { readonly MessagePackHubProtocol: new () => object } };
  };
  readonly RecordingClient: typeof RecordingClient;
  readonly clients: RecordingClient[];
}

/** Puts the client library into the page as a web site does, with script tags, and adds the client that records. */
export async function loadClientLibrary(page: Page): Promise<void> {
  for (const name of [
    "@microsoft/signalr/dist/browser/signalr.js",
    "@microsoft/signalr-protocol-msgpack/dist/browser/signalr-protocol-msgpack.js",
  ])
    // The second script needs the first.
    await page.addScriptTag({ path: fileURLToPath(import.meta.resolve(name)) });
  const source = await readFile(new URL("../clients/recording-client.ts", import.meta.url), "utf8");
  await page.addScriptTag({
    type: "module",
    content: `${stripTypeScriptTypes(source)}\nObject.assign(globalThis, { RecordingClient, clients: [] });`,
  });
  await page.waitForFunction(() => "RecordingClient" in globalThis);
}

/** Starts a client in the page. */
export async function startInPage(page: Page, options: ClientOptions): Promise<Client> {
  const index = await page.evaluate(async (given) => {
    const { signalR, RecordingClient: PageClient, clients } = globalThis as unknown as ClientPage;
    const createMessagePack = () => new signalR.protocols.msgpack.MessagePackHubProtocol();
    return clients.push(await PageClient.start(signalR, createMessagePack, given)) - 1;
  }, options);
  const inPage = <Name extends keyof Client>(
    name: Name,
    ...args: Parameters<Client[Name]>
  ): Promise<Awaited<ReturnType<Client[Name]>>> =>
    page.evaluate(
      async ([at, method, values]) => {
        const client = (globalThis as unknown as ClientPage).clients[at] as unknown as Record<
          string,
          (...values: readonly unknown[]) => never
        >;
        return client[method]?.(...values) as never;
      },
      [index, name, args] as const,
    );
  return {
    next: (event) => inPage("next", event),
    invoke: (target, ...args) => inPage("invoke", target, ...args),
    stream: (target) => inPage("stream", target),
    stop: () => inPage("stop"),
  };
}
