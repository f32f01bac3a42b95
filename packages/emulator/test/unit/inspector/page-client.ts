import { request as httpRequest } from "node:http";
import type { Emulator } from "../../../src/index.js";
import type { InspectorEvent } from "../../../src/inspector/wire.js";

export function tokenOf(emulator: Emulator): string {
  return new URL(emulator.inspectorUrl ?? "").searchParams.get("token") ?? "";
}

/** A request with headers that `fetch` would not let a test set. */
export async function ask(
  emulator: Emulator,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  options: { readonly method?: string; readonly body?: string } = {},
): Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest(
      `${emulator.url}${path}`,
      { method: options.method ?? "GET", headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
          // A stream never ends by itself.
          if (response.headers["content-type"] === "text/event-stream") response.destroy();
        });
        response.on("close", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on("error", reject).end(options.body);
  });
}

/** The stream, event by event. */
export async function* events(emulator: Emulator, query = ""): AsyncGenerator<InspectorEvent> {
  const response = await fetch(`${emulator.url}/inspector/stream?${query}`, {
    headers: { "x-inspector-token": tokenOf(emulator) },
  });
  let rest = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts)
      if (part.startsWith("data: ")) yield JSON.parse(part.slice(6)) as InspectorEvent;
  }
}

/** The first event that fits. */
export async function until<K extends InspectorEvent["kind"]>(
  stream: AsyncGenerator<InspectorEvent>,
  kind: K,
  fits: (event: InspectorEvent & { readonly kind: K }) => boolean = () => true,
): Promise<InspectorEvent & { readonly kind: K }> {
  for (;;) {
    const { value, done } = await stream.next();
    if (done === true) throw new Error("The stream ended");
    const event = value as InspectorEvent & { readonly kind: K };
    if (value.kind === kind && fits(event)) return event;
  }
}
