import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readStartOptions } from "../../../src/cli/start-options.js";

function emulatorOptions(...args: readonly string[]): ReturnType<typeof readStartOptions>["emulator"] {
  return readStartOptions(args, "/home/ada").emulator;
}

describe("readStartOptions()", () => {
  test("takes what was given, and leaves defaults to the emulator", () => {
    expect(emulatorOptions()).toEqual({
      faults: [],
      strictAudience: false,
      acceptUnvalidatedEntraTokens: false,
    });
    expect(
      emulatorOptions(
        "-p",
        "0",
        "--host",
        "::1",
        "--access-key",
        "one",
        "--access-key",
        "two",
        "--strict-audience",
      ),
    ).toMatchObject({ port: 0, host: "::1", accessKeys: ["one", "two"], strictAudience: true });
    expect(emulatorOptions("--allowed-host", "signalr")).toMatchObject({ allowedHosts: ["signalr"] });
    expect(emulatorOptions("--allow-public-key")).toMatchObject({ allowPublicKey: true });
  });

  test("has the page on and off by flags, and leaves it to the address without one", () => {
    expect(emulatorOptions("--inspector")).toMatchObject({ inspector: true });
    expect(emulatorOptions("--no-inspector")).toMatchObject({ inspector: false });
    expect(() => emulatorOptions("--inspector", "--no-inspector")).toThrow("exclude each other");
  });

  test("resolves the settings file against the caller's folder", () => {
    expect(emulatorOptions("-c", "settings.json").config).toBe(join("/home/ada", "settings.json"));
  });

  test("makes a new key each time it is asked to", () => {
    const [[first] = [], [second] = []] = [
      emulatorOptions("--generate-access-key").accessKeys,
      emulatorOptions("--generate-access-key").accessKeys,
    ];
    expect(first).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(first).not.toBe(second);
  });

  test.each([
    ["429", [{ status: 429, retryAfter: 1 }]],
    ["429:0.1", [{ status: 429, rate: 0.1, retryAfter: 1 }]],
    ["500:1", [{ status: 500, rate: 1 }]],
    ["reset:.05", [{ reset: true, rate: 0.05 }]],
    ["sendToUser=503", [{ operationId: "sendToUser", status: 503, retryAfter: 1 }]],
  ])("--fault %s", (text, faults) => {
    expect(emulatorOptions("--fault", text).faults).toEqual(faults);
  });

  test("puts the latency before the faults, so that both are played", () => {
    expect(emulatorOptions("--fault", "500", "--latency", "50..200").faults).toEqual([
      { latencyInMs: { from: 50, to: 200 } },
      { status: 500 },
    ]);
    expect(emulatorOptions("--latency", "7").faults).toEqual([{ latencyInMs: 7 }]);
  });

  test("repeats which requests faults hit with a seed", () => {
    expect(emulatorOptions("--fault-seed", "7")).toMatchObject({ faultSeed: 7 });
    expect(emulatorOptions("--fault-seed", "0")).toMatchObject({ faultSeed: 0 });
    expect(emulatorOptions()).not.toHaveProperty("faultSeed");
  });

  test.each([
    [["--fault-seed", "often"], "--fault-seed must be an integer of up to 15 digits, not 'often'"],
    [["--fault-seed", "1.5"], "not '1.5'"],
    [["--fault-seed", "9007199254740993"], "not '9007199254740993'"],
    [["--fault-seed"], "--fault-seed needs a value"],
    [["--fault", "200"], "--fault must be [OPERATION=]STATUS[:RATE]"],
    [["--fault", "429:2"], "and a rate over 0 and up to 1; not '429:2'"],
    [["--fault", "429:0"], "not '429:0'"],
    [["--fault", "often"], "not 'often'"],
    [["--fault", "sendToUsers=429"], "there is no operation 'sendToUsers'; did you mean 'sendToUser'?"],
    [["--latency", "fast"], "--latency must be milliseconds, as in 100 or 50..200, not 'fast'"],
    [["--latency", "200..50"], "--latency must go upwards: 50..200, not 200..50"],
    [["--latency", "-5"], "not '-5'"],
    [["--port", "65536"], "--port must be an integer from 0 to 65535, not '65536'"],
    [["--port", "http"], "not 'http'"],
    [["--port"], "--port needs a value"],
    [["--port", "-q"], "--port needs a value, not '-q'"],
    [["-5"], "'-5…' looks like an option; what begins with a dash goes after '--'"],
    [["--port", "--json"], "--port needs a value, not '--json'"],
    [["--json=yes"], "--json takes no value"],
    [["--json", "--quiet"], "--json and --quiet exclude each other"],
    [["--no-upstream", "nothing"], "--no-upstream must be one of error, ignore, disconnect, not 'nothing'"],
    [["--access-key", "k", "--generate-access-key"], "exclude each other"],
    [["--prot", "1"], "Unknown option '--prot'; did you mean '--port'?"],
    [["--ip", "::"], "Unknown option '--ip'; did you mean '--host'?"],
    [["--strict"], "Unknown option '--strict'; did you mean '--strict-audience'?"],
    [["--xyzzy"], "Unknown option '--xyzzy'"],
    [["-x"], "Unknown option '-x'"],
    [["now"], "'start' takes no 'now'"],
  ])("refuses %j", (args, problem) => {
    expect(() => readStartOptions(args, "/")).toThrow(problem);
  });
});
