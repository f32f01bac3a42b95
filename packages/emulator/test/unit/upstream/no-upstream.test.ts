import { describe, expect, test } from "vitest";
import { type Emulator, type NoUpstream, createEmulator } from "../../../src/index.js";
import { RawClient } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

const start = (noUpstream?: NoUpstream): Promise<Emulator> =>
  startEmulator(noUpstream === undefined ? {} : { noUpstream });

describe("A call that no upstream handles", () => {
  test("fails by default and says how to configure one", async () => {
    const emulator = await start();
    const client = await RawClient.connect(emulator);
    client.say({ type: 1, target: "ask", arguments: [], invocationId: "0" });
    await emulator.waitFor(() => client.received.length === 1);
    expect(client.received).toEqual([
      { type: 3, invocationId: "0", error: expect.stringContaining("UpstreamSettings") },
    ]);
  });

  test("stays without an answer with 'ignore'", async () => {
    const emulator = await start("ignore");
    const client = await RawClient.connect(emulator);
    client.say({ type: 1, target: "ask", arguments: [], invocationId: "0" });
    // The answer to what breaks the protocol comes after the answer to the call would have come.
    client.socket.send('{"type":1}\u001e');
    await client.closed;
    expect(client.received).toEqual([{ type: 7, error: expect.stringContaining("has no target") }]);
  });

  test.each(["0", undefined])("ends the connection with 'disconnect' (invocationId: %s)", async (id) => {
    const emulator = await start("disconnect");
    const client = await RawClient.connect(emulator);
    client.say({ type: 1, target: "ask", arguments: [], ...(id !== undefined && { invocationId: id }) });
    expect(await client.closed).toBe(1000);
    expect(client.received).toEqual([
      { type: 7, error: expect.stringContaining("No upstream is configured") },
    ]);
  });

  test("cannot be configured to do anything else", () => {
    // @ts-expect-error -- JavaScript callers can write it
    expect(() => createEmulator({ noUpstream: "retry" })).toThrow("noUpstream must be one of");
  });
});
