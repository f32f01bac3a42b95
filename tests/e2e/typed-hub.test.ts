import { createEmulator } from "@x/emulator";
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
