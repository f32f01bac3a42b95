import { describe, expect, test } from "vitest";
import { EmulatorError, type EmulatorOptions, createEmulator } from "../../src/index.js";
import { defaultLimits } from "../../src/transport/session-limits.js";

/** What a program in JavaScript, or a settings file, may hand over. */
const make = (options: object) => (): unknown => createEmulator(options);

function expectRefusal(options: object, message: string): void {
  expect(make(options)).toThrow(EmulatorError);
  expect(make(options)).toThrow(
    expect.objectContaining({ code: "invalid-option", message: expect.stringContaining(message) }),
  );
}

describe("createEmulator() refuses", () => {
  const odd: readonly unknown[] = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    "1000",
    null,
    {},
    [],
    true,
    2 ** 53,
  ];

  test.each(Object.keys(defaultLimits))("limits.%s that bounds nothing, and names it", (name) => {
    for (const value of odd) expectRefusal({ limits: { [name]: value } }, `limits.${name} must be`);
    expect(make({ limits: { [name]: 0 } })).not.toThrow();
    expect(make({ limits: { [name]: undefined } })).not.toThrow();
  });

  test("a time that no timer can wait", () => {
    for (const value of [...odd, 2 ** 31]) {
      expectRefusal(
        { invokeTimeoutInMs: value },
        "invokeTimeoutInMs must be a number of milliseconds from 0 to 2147483647",
      );
      expectRefusal({ limits: { keepAliveInMs: value } }, "limits.keepAliveInMs must be");
    }
    expect(make({ invokeTimeoutInMs: 2 ** 31 - 1 })).not.toThrow();
  });

  test("a limit that there is not", () => {
    expectRefusal({ limits: { maxMessageByte: 1 } }, "limits.maxMessageByte is not a limit");
    expectRefusal({ limits: { __proto__: null, toString: 1 } }, "limits.toString is not a limit");
    expectRefusal({ limits: 5 }, "limits must be an object");
  });

  test.each(["strictAudience", "acceptUnvalidatedEntraTokens", "allowReconnect", "record"])(
    "%s that is neither true nor false: 'false' would switch it on",
    (name) => {
      for (const value of ["false", "true", 0, 1, null, {}])
        expectRefusal({ [name]: value }, `${name} must be true or false`);
    },
  );

  test.each(["accessKeys", "allowedHosts", "allowedOrigins"])("%s that is not a list of strings", (name) => {
    for (const value of ["FakeKeyForTestsOnlyFakeKeyForTestsOnly", [1], [{}], {}, null, [["a"]]])
      expectRefusal({ [name]: value }, `${name} must be a list of strings`);
  });

  test("a key without showing it", () => {
    for (const accessKeys of [
      "FakeKeyForTestsOnly",
      ["FakeKeyForTestsOnly; "],
      [{ key: "FakeKeyForTestsOnly" }],
    ])
      expect(make({ accessKeys })).not.toThrow("FakeKeyForTestsOnly");
    expectRefusal({ accessKeys: [] }, "accessKeys must contain at least one key");
  });

  test.each<[string, object, string]>([
    ["a port in text", { port: "8888" }, "port must be an integer from 0 to 65535, not '8888'"],
    ["a port that is not a number", { port: Number.NaN }, "port must be"],
    ["an address that is not text", { host: 1 }, "host must be"],
    ["an empty address", { host: "" }, "host must be"],
    ["an empty allowed host", { allowedHosts: [""] }, "allowedHosts"],
    ["a seed that is not an integer", { faultSeed: 1.5 }, "faultSeed must be an integer"],
    [
      "a clock without a schedule",
      { clock: { now: () => 0 } },
      "clock must have the functions now() and schedule()",
    ],
    ["an upstream that is not a function", { upstream: "http://localhost" }, "upstream must be a function"],
    ["a log that is not a function", { log: console }, "log must be a function"],
    [
      "a page that is neither on, off nor has a token",
      { inspector: "yes" },
      "inspector must be true, false or have a token",
    ],
    ["a page with a short token", { inspector: { token: "x" } }, "inspector.token must be"],
    ["a page without a token", { inspector: {} }, "inspector.token must be"],
    ["a hub that is not a function", { hubs: [{ hub: "chat" }] }, "hubs must be a list of functions"],
    ["a word for shuffling", { shuffleUpstream: "yes" }, "shuffleUpstream must be true or false"],
    ["an unknown policy", { noUpstream: "drop" }, "noUpstream must be one of"],
  ])("%s", (_, options, message) => {
    expectRefusal(options, message);
  });
});

test("createEmulator() takes each option left undefined for one that was not given", () => {
  const names: Readonly<Record<keyof EmulatorOptions, undefined>> = {
    port: undefined,
    host: undefined,
    accessKeys: undefined,
    config: undefined,
    upstream: undefined,
    hubs: undefined,
    shuffleUpstream: undefined,
    noUpstream: undefined,
    faults: undefined,
    faultSeed: undefined,
    clock: undefined,
    strictAudience: undefined,
    acceptUnvalidatedEntraTokens: undefined,
    allowPublicKey: undefined,
    allowedHosts: undefined,
    allowedOrigins: undefined,
    allowReconnect: undefined,
    invokeTimeoutInMs: undefined,
    limits: undefined,
    record: undefined,
    log: undefined,
    inspector: undefined,
  };
  expect(make(names)).not.toThrow();
});
