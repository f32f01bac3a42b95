import { describe, expect, test } from "vitest";
import { parseRepository, repositoryFields } from "../../../src/rescope/repository.ts";

describe("parseRepository()", () => {
  test.each([
    "https://github.com/acme/signalr",
    "https://github.com/acme/signalr/",
    "https://github.com/acme/signalr.git",
    "git+https://github.com/acme/signalr.git",
    "git@github.com:acme/signalr.git",
    "ssh://git@github.com/acme/signalr.git",
  ])("reads %s", (text) => {
    expect(parseRepository(text)).toBe("https://github.com/acme/signalr");
  });

  test.each([
    "acme/signalr",
    "https://github.com",
    "https://github.com/acme",
    "http://github.com/acme/signalr",
    "https://github.com/acme/signalr?tab=readme",
    "",
  ])("refuses %j", (text) => {
    expect(() => parseRepository(text)).toThrow(/expected an address such as/);
  });

  test("refuses credentials and does not repeat them", () => {
    const refused = () => parseRepository("https://ada:hunter2@github.com/acme/signalr");
    expect(refused).toThrow("must not contain a user or a password");
    expect(refused).not.toThrow("hunter2");
    expect(() => parseRepository("https://ada@github.com/acme/signalr")).toThrow("must not contain a user");
    expect(() => parseRepository("http://ada:hunter2@github.com/acme/signalr")).not.toThrow("hunter2");
  });
});

describe("repositoryFields()", () => {
  test("points into the package's folder", () => {
    expect(repositoryFields("https://github.com/acme/signalr", "packages/auth")).toEqual({
      homepage: "https://github.com/acme/signalr/tree/main/packages/auth#readme",
      bugs: "https://github.com/acme/signalr/issues",
      repository: { type: "git", url: "git+https://github.com/acme/signalr.git", directory: "packages/auth" },
    });
  });
});
