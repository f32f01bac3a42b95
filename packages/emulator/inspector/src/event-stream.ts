import type { InspectorEvent } from "../../src/inspector/wire.ts";

/** Why the stream is not there. */
export type StreamProblem = "lost" | "refused";

const firstDelayInMs = 250;
const longestDelayInMs = 4_000;
/** The emulator says something every 10 s at least. */
const silenceInMs = 25_000;

export interface StreamListener {
  /** What the page knows already, as query of the request. */
  known(): URLSearchParams;
  event(event: InspectorEvent): void;
  /** @param reason What the emulator says about it, if it answered at all. */
  problem(problem: StreamProblem, reason: string | undefined): void;
}

/** Reads what the emulator tells, again and again: it may restart at any time. Ends when the token is refused. */
export async function follow(token: string, listener: StreamListener): Promise<void> {
  let delay = firstDelayInMs;
  for (;;) {
    try {
      const answer = await readOnce(token, listener, () => {
        delay = firstDelayInMs;
      });
      if (answer?.status === 401) {
        listener.problem("refused", answer.message);
        return;
      }
      listener.problem("lost", answer?.message);
    } catch {
      // The emulator is not there, or it went away in the middle.
      listener.problem("lost", undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
    delay = Math.min(delay * 2, longestDelayInMs);
  }
}

/** @returns the response when it is not a stream. */
async function readOnce(
  token: string,
  listener: StreamListener,
  begun: () => void,
): Promise<{ readonly status: number; readonly message: string } | undefined> {
  const controller = new AbortController();
  let watch = 0;
  const heard = (): void => {
    clearTimeout(watch);
    watch = setTimeout(() => controller.abort(), silenceInMs) as unknown as number;
  };
  heard();
  try {
    const response = await fetch(`/inspector/stream?${listener.known()}`, {
      headers: { "x-inspector-token": token },
      signal: controller.signal,
    });
    if (!response.ok || response.body === null) {
      const { message } = (await response.json()) as { readonly message: string };
      return { status: response.status, message };
    }
    begun();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      heard();
      const parts = (rest + value).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts)
        if (part.startsWith("data: ")) listener.event(JSON.parse(part.slice(6)) as InspectorEvent);
    }
  } finally {
    clearTimeout(watch);
  }
}
