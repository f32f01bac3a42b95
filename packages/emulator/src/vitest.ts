import { type TestAPI, test as base, expect } from "vitest";
import type { Emulator } from "./emulator.js";
import { createEmulator } from "./create-emulator.js";
import type { EmulatorOptions } from "./options.js";
import type { ArgumentsIn, ClientContract, NameIn, UntypedContract } from "./testing/client-contract.js";
import { type ConnectOptions, type TestClient, connectClient } from "./testing/test-client.js";
import { type ReceivedVia, matchReceived } from "./testing/match-received.js";

export type { ClientContract, UntypedContract } from "./testing/client-contract.js";
export type { ConnectOptions, TestClient } from "./testing/test-client.js";
export type { ReceivedVia } from "./testing/match-received.js";

/** Connects a client, for example `await connect<Todo>("ada")`. Requires `@microsoft/signalr`. */
export type Connect = <C extends ClientContract = UntypedContract>(
  userId: string,
  options?: ConnectOptions,
) => Promise<TestClient<C>>;

/** Fixtures of {@link test}. */
export interface EmulatorFixtures {
  /** A new emulator on a free port of 127.0.0.1, which is closed after the test. */
  readonly emulator: Emulator;
  /** Options of the emulator. Override them with `test.extend({ emulatorOptions: … })`. */
  readonly emulatorOptions: EmulatorOptions;
  /** Connects a client, which is stopped after the test. */
  readonly connect: Connect;
  /** The hub that clients connect to. Override it with `test.extend({ hub: … })`. Default: `chat`. */
  readonly hub: string;
}

/**
 * Vitest's `test`, extended with an emulator per test and with real clients that connect to it.
 *
 * @example
 * import { expect } from "vitest";
 * import { test } from "@x/emulator/vitest";
 *
 * interface Todo {
 *   methods: { joinRoom(room: string): void };
 *   events: { itemAdded(text: string): void };
 * }
 *
 * test("tells those in the room", async ({ connect }) => {
 *   const ada = await connect<Todo>("ada");
 *   const bob = await connect<Todo>("bob");
 *   await ada.invoke("joinRoom", "kitchen");
 *   await expect(ada).toHaveReceived("itemAdded", ["milk"], { group: "kitchen" });
 *   await expect(bob).not.toHaveReceived("itemAdded");
 * });
 */
export const test: TestAPI<EmulatorFixtures> = base.extend<EmulatorFixtures>({
  emulatorOptions: {},
  hub: "chat",
  emulator: async ({ emulatorOptions }, use) => {
    await using emulator = await createEmulator({ port: 0, ...emulatorOptions }).listen();
    await use(emulator);
  },
  connect: async ({ emulator, hub }, use) => {
    const clients: { stop(): Promise<void> }[] = [];
    await use(async <C extends ClientContract>(userId: string, options?: ConnectOptions) => {
      const client = await connectClient<C>(emulator, userId, { hub, ...options });
      clients.push(client);
      return client;
    });
    await Promise.all(clients.map((client) => client.stop()));
  },
});

expect.extend({
  toHaveReceived(client: unknown, event: string, args?: readonly unknown[], via?: ReceivedVia) {
    return matchReceived(this, client, event, args, via);
  },
});

type ContractOf<T> = T extends TestClient<infer C> ? C : never;

declare module "vitest" {
  // A merged declaration must repeat the type parameters of Vitest's.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Asserts that a client of `connect()` has received an event since the last reset of the emulator and, if given, that it had
     * these arguments. Await the assertion: it waits until the emulator is idle ({@link Emulator.settled}), not for a timeout,
     * even with `.not`.
     */
    toHaveReceived<N extends NameIn<ContractOf<T>, "events">>(
      event: N,
      args?: ArgumentsIn<ContractOf<T>, "events", N>,
      via?: ReceivedVia,
    ): Promise<void>;
  }
}
