import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatConnectionString, parseConnectionString } from "../../src/connection-string.ts";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const endpoint = "Endpoint=https://contoso.service.signalr.net";
const codeInvalid = { name: "SignalRAuthError", code: "connection-string-invalid" };

describe("parseConnectionString()", () => {
  test("keeps the equals signs of an access key", () => {
    expect(parseConnectionString(`${endpoint};AccessKey=${key};Version=1.0;`)).toMatchObject({
      endpoint: "https://contoso.service.signalr.net",
      accessKey: key,
      version: "1.0",
      authType: "accessKey",
    });
  });

  test("reads the string of the official emulator, with Port apart from Endpoint", () => {
    const parts = parseConnectionString(`Endpoint=http://localhost;Port=8888;AccessKey=${key};Version=1.0;`);
    expect(parts).toMatchObject({ endpoint: "http://localhost", port: 8888 });
  });

  test("takes keys in any case, spaces around them, a trailing slash, and ignores unknown keys", () => {
    const parts = parseConnectionString(
      ` endpoint = https://contoso.service.signalr.net/ ; ACCESSKEY=${key};Foo=1; novalue`,
    );
    expect(parts).toMatchObject({ endpoint: "https://contoso.service.signalr.net", accessKey: key });
  });

  test.each([
    ["azure", ""],
    ["Azure.MSI", "ClientId=id;"],
    ["azure.app", "ClientId=id;TenantId=t;ClientSecret=s;"],
    ["azure.app", "ClientId=id;TenantId=t;ClientCertPath=/c.pem;"],
    ["aad", ""],
  ])("needs no access key with AuthType=%s", (type, more) => {
    expect(parseConnectionString(`${endpoint};AuthType=${type};${more}`).authType).toBe(type.toLowerCase());
  });

  test("treats an unknown AuthType as an access key, like the official SDK", () => {
    expect(parseConnectionString(`${endpoint};AuthType=x;AccessKey=${key}`).authType).toBe("accessKey");
  });

  test.each([
    ["no text, as of a variable that is not set", " ", /is empty. Check that the environment variable/],
    ["a single part", endpoint, /at least two parts/],
    ["a missing Endpoint", `AccessKey=${key};Version=1.0`, /no Endpoint/],
    ["a missing AccessKey", `${endpoint};Version=1.0`, /no AccessKey/],
    [
      "an Endpoint that is not a URL",
      `Endpoint=contoso;AccessKey=${key}`,
      /Endpoint in the connection string must be an absolute/,
    ],
    ["an Endpoint with another scheme", `Endpoint=ftp://contoso;AccessKey=${key}`, /absolute http or https/],
    ["an Endpoint with credentials", `Endpoint=https://u:p@contoso;AccessKey=${key}`, /without credentials/],
    ["an Endpoint with a query", `Endpoint=https://contoso?x;AccessKey=${key}`, /query/],
    ["an Endpoint with an empty query", `Endpoint=https://contoso/?;AccessKey=${key}`, /query/],
    ["an Endpoint with an empty fragment", `Endpoint=https://contoso/#;AccessKey=${key}`, /fragment/],
    [
      "a repeated key in another case",
      `${endpoint};AccessKey=${key};accesskey=${key}`,
      /AccessKey appears more than once/,
    ],
    ["Port 0", `${endpoint};Port=0;AccessKey=${key}`, /Port .* 1 to 65535/],
    ["Port 65536", `${endpoint};Port=65536;AccessKey=${key}`, /Port .* 1 to 65535/],
    ["a Port that is not a number", `${endpoint};Port=1e3;AccessKey=${key}`, /Port .* 1 to 65535/],
    ["Version 2.0", `${endpoint};Version=2.0;AccessKey=${key}`, /Version .* not supported/],
    ["a line break inside the AccessKey", `${endpoint};AccessKey=Fake\nKey`, /AccessKey .* line break/],
    [
      "azure.app without ClientId",
      `${endpoint};AuthType=azure.app;TenantId=t;ClientSecret=s`,
      /needs ClientId/,
    ],
    [
      "azure.app without a secret",
      `${endpoint};AuthType=azure.app;TenantId=t;ClientId=s`,
      /needs ClientSecret or ClientCert/,
    ],
    ["a ServerEndpoint that is not a URL", `${endpoint};AccessKey=${key};ServerEndpoint=x`, /ServerEndpoint/],
  ])("rejects %s and names the rule", (_name, text, message) => {
    expect(() => parseConnectionString(text)).toThrow(expect.objectContaining(codeInvalid));
    expect(() => parseConnectionString(text)).toThrow(message);
  });

  test("never shows secrets when the result is logged, inspected or written as JSON", () => {
    const parts = parseConnectionString(`${endpoint};AccessKey=${key}`);
    const seen = [
      inspect(parts, { showHidden: true, depth: 9 }),
      JSON.stringify(parts),
      JSON.stringify({ ...parts }),
      String(parts),
    ];
    for (const text of seen) expect(text).not.toContain(key);
  });

  test("never repeats any part of a text that it rejects", () => {
    const secret = fc.string({ minLength: 12 }).map((text) => `S3CRET${text.replaceAll(";", "")}`);
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom("AccessKey", "Endpoint", "Port", "Version", "ClientSecret"),
        (value, name) => {
          try {
            parseConnectionString(`${name}=${value};AuthType=azure`);
          } catch (error) {
            expect(inspect(error)).not.toContain("S3CRET");
          }
        },
      ),
    );
  });
});

describe("formatConnectionString()", () => {
  test("writes what parseConnectionString() reads back", () => {
    const text = `Endpoint=http://localhost;Port=8888;AccessKey=${key};Version=1.0;`;
    expect(formatConnectionString(parseConnectionString(text))).toBe(text);
  });

  test("refuses a value that would start another part", () => {
    const parts = { endpoint: "https://contoso.service.signalr.net", accessKey: "Fake;Port=1" };
    expect(() => formatConnectionString(parts)).toThrow(/AccessKey must not contain a semicolon/);
  });
});
