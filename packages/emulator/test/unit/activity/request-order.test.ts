import { describe, expect, test } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import { RawClient, signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

describe("A request that closes connections", () => {
  test("is told before the connections that it ended", async () => {
    const emulator = await startEmulator();
    await RawClient.connect(emulator);
    const path = "/api/hubs/chat/:closeConnections";
    await fetch(`${emulator.url}${path}?api-version=${apiVersion}`, {
      method: "POST",
      headers: { authorization: `Bearer ${signToken(`${emulator.url}${path}`)}` },
    });
    expect(emulator.activity.recent().map(({ kind }) => kind)).toEqual([
      "connected",
      "request",
      "disconnected",
    ]);
  });
});
