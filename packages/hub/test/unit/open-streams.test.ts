import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createHub } from "../../src/hub.ts";
import {
  HubError,
  type UpstreamHandlerOptions,
  type UpstreamRuntime,
  createUpstreamHandler,
} from "../../src/upstream.ts";
import { type ServiceCall, connectionString, recordingService } from "../recording-service.ts";
import { call, upstreamRequest } from "../upstream-request.ts";

interface Todo {
  streams: { export(last: number): number };
}

const streamPath = "/api/hubs/todo/connections/c1/streams/9";
const open = (args: readonly unknown[] = [], target = "export") => call(target, args, "9", 4);

function start(
  stream: UpstreamHandlerOptions<Todo>["streams"]["export"],
  {
    answer,
    ...options
  }: { readonly answer?: Parameters<typeof recordingService>[0]; readonly streamCheckInMs?: number } = {},
) {
  const { calls, fetch } = recordingService(answer);
  const errors: unknown[] = [];
  const background: Promise<unknown>[] = [];
  const upstream = createUpstreamHandler(
    createHub<Todo>({ connectionString, hub: "todo", fetch, retry: false }),
    {
      verify: () => true,
      onError: (error) => errors.push(error),
      streams: { export: stream },
      ...options,
    },
  );
  const runtime = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) };
  /** Opens the stream and waits for its end, as a runtime does. */
  const play = async (request: Request): Promise<string[]> => {
    expect((await upstream(request, runtime)).status).toBe(204);
    await Promise.all(background);
    return calls.map(({ path, body }) =>
      `${path.replace(streamPath, "")} ${JSON.stringify(body) ?? ""}`.trim(),
    );
  };
  return { upstream, runtime, calls, errors, background, play };
}

/** Numbers, and whether the generator was told to end. */
function numbers(events: string[]) {
  return async function* count(): AsyncGenerator<number> {
    try {
      for (let number = 1; ; number++) {
        events.push(`asked for ${number}`);
        yield number;
      }
    } finally {
      events.push("ended");
    }
  };
}

describe("A stream", () => {
  test("is sent item by item and completed, after an answer that does not wait for it", async () => {
    const { play } = start({
      input: z.tuple([z.number()]),
      async *handle(_context, last) {
        for (let number = 1; number <= last; number++) yield number;
      },
    });
    expect(await play(open([3]))).toEqual(["/:send 1", "/:send 2", "/:send 3", "/:complete"]);
  });

  test.each([
    ["nothing", []],
    ["the context of a Next route, the server of Bun", [{ params: {} } as unknown as UpstreamRuntime]],
  ])("goes on where the handler is given %s in addition to the request", async (_, more) => {
    let done: () => void = () => {};
    const completed = new Promise<void>((resolve) => (done = resolve));
    const { upstream, calls } = start(() => [1], {
      answer({ path }) {
        if (path.includes(":complete")) done();
        return undefined;
      },
    });
    expect((await upstream(open(), ...more)).status).toBe(204);
    await completed;
    expect(calls).toHaveLength(2);
  });

  test("is asked for an item once the service has taken the one before", async () => {
    const events: string[] = [];
    const { play } = start(numbers(events), {
      async answer({ body }) {
        await new Promise(setImmediate);
        events.push(`took ${String(body)}`);
        return body === 2 ? new Response(null, { status: 404 }) : undefined;
      },
    });
    await play(open());
    expect(events).toEqual(["asked for 1", "took 1", "asked for 2", "took 2", "ended"]);
  });

  test.each([
    ["with the text of a HubError", new HubError("no more paper"), "no more paper"],
    [
      "without the text of another error",
      new Error("secret"),
      "An unexpected error occurred invoking 'export' on the server.",
    ],
  ])("that throws is completed %s", async (_, error, reason) => {
    const { play, errors } = start(async function* fail() {
      yield 1;
      throw error;
    });
    expect(await play(open())).toEqual(["/:send 1", `/:complete?reason=${reason}`.replaceAll(" ", "+")]);
    expect(errors).toEqual([error]);
  });

  test("with refused arguments, or without a handler, is completed with an error", async () => {
    const { play } = start({ input: z.tuple([z.number()]), handle: () => [1] });
    expect(await play(open(["x"]))).toEqual(["/:complete?reason=The+arguments+of+'export'+are+invalid."]);
    expect((await play(open([], "constructor"))).at(-1)).toBe(
      "/:complete?reason=Stream+'constructor'+does+not+exist.",
    );
  });

  test("ends when the service says that the client is not there, and is not completed", async () => {
    const events: string[] = [];
    const { play, errors } = start(numbers(events), { answer: () => new Response(null, { status: 404 }) });
    expect(await play(open())).toEqual(["/:send 1"]);
    expect(events.at(-1)).toBe("ended");
    expect(errors).toEqual([]);
  });

  test("ends when the client disconnects, also while the generator waits", async () => {
    let signal: AbortSignal | undefined;
    let waiting: () => void = () => {};
    const isWaiting = new Promise<void>((resolve) => (waiting = resolve));
    const { upstream, runtime, background, calls } = start(async function* hang(context) {
      signal = context.signal;
      yield 1;
      waiting();
      await new Promise(() => undefined);
    });
    await upstream(open(), runtime);
    await isWaiting;
    await upstream(upstreamRequest('{"type":11}'));
    await Promise.all(background);
    expect(signal?.aborted).toBe(true);
    expect(calls).toHaveLength(1);
  });

  test("ends when the service does not know the connection any more, which another instance was told", async () => {
    const { play, calls } = start(
      async function* hang() {
        yield 1;
        await new Promise(() => undefined);
      },
      {
        streamCheckInMs: 5,
        // Slower than the checks, of which only one is under way.
        async answer({ method }: ServiceCall) {
          if (method !== "HEAD") return undefined;
          await new Promise((resolve) => setTimeout(resolve, 30));
          return new Response(null, {
            status: 404,
            headers: { "x-ms-error-code": "Warning.Connection.NotExisted" },
          });
        },
      },
    );
    await play(open());
    expect(calls.map(({ method }) => method)).toEqual(["POST", "HEAD"]);
  });

  test("is completed with an error when the service fails, which is told", async () => {
    const { play, errors } = start(numbers([]), {
      answer: ({ path }) => (path.endsWith(":send") ? new Response(null, { status: 500 }) : undefined),
    });
    expect((await play(open())).at(-1)).toContain("/:complete?reason=An+unexpected");
    expect(errors).toMatchObject([{ status: 500 }]);
  });
});
