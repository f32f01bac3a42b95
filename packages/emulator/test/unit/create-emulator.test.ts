import { request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../src/index.js";
import { key, start } from "../call-rest.ts";

describe("createEmulator()", () => {
  test.each([
    [{ port: 70_000 }, "port"],
    [{ host: "" }, "host"],
    [{ accessKeys: [] }, "accessKeys"],
    [{ config: "does-not-exist.json" }, "cannot be read"],
    [{ faultSeed: 0.5 }, "faultSeed"],
  ])("refuses %j", (options, reason) => {
    expect(() => createEmulator(options)).toThrow(reason);
  });

  test("says so when the port is in use", async () => {
    const first = await start();
    const second = createEmulator({ port: Number(new URL(first.url).port) });
    await expect(second.listen()).rejects.toMatchObject({ code: "port-in-use" });
    await first.close();
    expect(await second.listen()).toBe(second);
    await second.close();
  });

  test("listens once, however often it is asked, and not again after close()", async () => {
    await using emulator = createEmulator({ port: 0 });
    const [first, second] = await Promise.all([emulator.listen(), emulator.listen()]);
    expect([first, second]).toEqual([emulator, emulator]);
    await emulator.close();
    await expect(emulator.listen()).rejects.toThrow("is closed");
  });

  test("allows hosts whatever the case of their names", async () => {
    const emulator = await start({ allowedHosts: ["Signalr.Test"] });
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${emulator.url}/api/health`, { headers: { host: "signalr.test:80" } }, (response) => {
        resolve(response.resume().statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
  });

  test("prints a connection string with the real port", async () => {
    const { connectionString, url } = await start();
    expect(connectionString).toBe(`Endpoint=${url};AccessKey=${key};Version=1.0;`);
  });
});
