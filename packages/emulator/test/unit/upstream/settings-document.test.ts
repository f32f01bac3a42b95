import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  readSettingsDocument,
  settingsFileOf,
  settingsObject,
} from "../../../src/upstream/settings-document.js";
import { readUpstreamTemplates } from "../../../src/upstream/upstream-settings.js";

const folder = mkdtempSync(join(tmpdir(), "emulator-settings-"));
const file = join(folder, "settings.json");

afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string): ReturnType<typeof readUpstreamTemplates> {
  writeFileSync(file, text);
  return readUpstreamTemplates(readSettingsDocument(file));
}

describe("readSettingsDocument()", () => {
  test("takes comments, trailing commas, a byte order mark and names in any case, as .NET does", () => {
    const [template] = read(
      '\uFEFF{\n  // where functions listen\n  "upstreamsettings": { "TEMPLATES": [{ "urlTemplate": "http://127.0.0.1/{event}", }] }\n}',
    );
    expect(template?.urlTemplate).toBe("http://127.0.0.1/{event}");
  });

  test.each([
    ['{\n  "UpstreamSettings": {\n', "2:23: The settings file is not valid JSON near '{'"],
    ['{\n  "UpstreamSettings" 1\n}', "2:22: The settings file is not valid JSON near '1'"],
    ["[]", "1:1: The settings file must contain a JSON object"],
    ['{\n  "UpstreamSettings": { "Templates": 7 }\n}', "2:38: UpstreamSettings needs a list named Templates"],
    ['{\n  "UpstreamSettings": {}\n}', "2:23: UpstreamSettings needs a list named Templates"],
    [
      '{ "UpstreamSettings": { "Templates": [\n  { "UrlTemplate": "http://x" },\n  { "HubPattern": "*" }\n] } }',
      "3:3: Template 1 needs a UrlTemplate",
    ],
    [
      '{ "UpstreamSettings": { "Templates": [\n  {\n    "UrlTemplate": "ftp://x"\n  }\n] } }',
      "3:20: UrlTemplate of template 0 must be an http or https URL",
    ],
    [
      '{ "UpstreamSettings": { "Templates": [\n  { "UrlTemplate": "http://x",\n    "HubPattern": 5 }\n] } }',
      "3:19: HubPattern of template 0 must be a non-empty string",
    ],
  ])("names line and column in %j", (text, problem) => {
    expect(() => read(text)).toThrow(`${file}:${problem}`);
  });

  test("says that a file does not exist", () => {
    expect(() => readSettingsDocument(join(folder, "none.json"))).toThrow(
      "none.json' cannot be read: it does not exist",
    );
  });
});

describe("settingsFileOf()", () => {
  test("is the settings.json of a folder, and a file itself", () => {
    expect(settingsFileOf(folder)).toBe(file);
    expect(settingsFileOf(file)).toBe(file);
  });
});

describe("settingsObject()", () => {
  test("has no lines to name", () => {
    expect(() => readUpstreamTemplates(settingsObject({ UpstreamSettings: { Templates: [1] } }))).toThrow(
      "The settings are not valid: Template 0 must be an object",
    );
  });
});
