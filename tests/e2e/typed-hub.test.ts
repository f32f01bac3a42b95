import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createNegotiator } from "@x/auth";
import { createEmulator } from "@x/emulator";
import { createHub } from "@x/hub";
import { typedConnection } from "@x/hub/client";
import { createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { describe, expect, test } from "vitest";
import { clientPairs } from "../clients/stage.ts";
import { createTodo, playTodo } from "../clients/typed-todo.ts";

describe.each(clientPairs)("A typed hub over $transport with $protocol", (pair) => {
  test("gives results, errors, refusals, client results and streams", async () => {
    await using emulator = await createEmulator({ port: 0, hubs: [createTodo] }).listen();
    const unexpected = (name: string) => `An unexpected error occurred invoking '${name}' on the server.`;
    expect(await playTodo(emulator, pair)).toEqual([
      { users: ["ada"] },
      { users: ["bob"] },
      { text: "bob", count: 1 },
      unexpected("explode"),
      "not today",
      unexpected("big"),
      undefined,
      "The arguments of 'joinRoom' are invalid.",
      "Method 'unknown' does not exist.",
      "Method 'hasOwnProperty' does not exist.",
      "constructed",
      "thenable",
      "prototype",
      true,
      false,
      [1, 2, 3],
      ["The arguments of 'countTo' are invalid."],
      [1, unexpected("fail")],
      [7],
    ]);
  });
});

interface Endless {
  streams: { tick(): number };
}

test("A stream ends when its client has gone, and is not completed", async () => {
  let ended: () => void = () => {};
  const isEnded = new Promise<void>((resolve) => (ended = resolve));
  const createEndless = (connectionString: string) =>
    createUpstreamHandler(createHub<Endless>({ connectionString, hub: "endless" }), {
      verify: signatureVerifier({ connectionString }),
      streams: {
        async *tick() {
          try {
            for (let number = 1; ; number++) yield number;
          } finally {
            ended();
          }
        },
      },
    });
  await using emulator = await createEmulator({ port: 0, hubs: [createEndless] }).listen();
  const { url, accessToken } = await createNegotiator(emulator.connectionString)({ hub: "endless" });
  const connection = typedConnection<Endless>(
    new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .configureLogging(LogLevel.None)
      .build(),
  );
  await connection.start();
  await new Promise<void>((resolve, reject) => {
    connection.stream("tick").subscribe({
      next: (item) => item === 3 && resolve(),
      complete: () => reject(new Error("completed")),
      error: () => undefined,
    });
  });
  await connection.stop();
  await isEnded;
  await emulator.settled();
  expect(emulator.requests.some(({ operationId }) => operationId === "completeStream")).toBe(false);
});
