import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { AllowedHosts } from "../../src/allowed-hosts.js";

const serves = (host: string | undefined, bound = "127.0.0.1"): boolean =>
  new AllowedHosts(bound, ["signalr"]).serve({ headers: { host } } as IncomingMessage);

test.each([
  "127.0.0.1",
  "127.0.0.1:8888",
  "127.1.2.3:1",
  "localhost",
  "LocalHost:8888",
  "[::1]",
  "[::1]:8888",
  "signalr",
  "SignalR:8888",
])("A request to %s is served", (host) => {
  expect(serves(host)).toBe(true);
});

test.each([
  undefined,
  "",
  ":8888",
  "evil.example",
  "evil.example:8888",
  "[::1].evil.example",
  "[::1]evil.example:8888",
  "127.0.0.1:evil.example",
  "127.0.0.1:8888:evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "localhost:",
  "localhost:123456",
  "::1",
  "[::1",
  "::1]",
  "localhost\u0000",
  " localhost",
  "user@localhost",
  "localhost/",
])("A request to %j is not", (host) => {
  expect(serves(host)).toBe(false);
});

test("A request to the bound address is served, in brackets when it has colons", () => {
  expect(serves("[2001:DB8::5]:8888", "2001:db8::5")).toBe(true);
  expect(serves("192.0.2.7:8888", "192.0.2.7")).toBe(true);
});
