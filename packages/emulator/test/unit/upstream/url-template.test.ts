import { describe, expect, test } from "vitest";
import { settingsObject } from "../../../src/upstream/settings-document.js";
import { readUpstreamTemplates } from "../../../src/upstream/upstream-settings.js";
import { expandUrlTemplate } from "../../../src/upstream/url-template.js";

const host = "http://127.0.0.1:7071";
const names = { hub: "chat", category: "messages", event: "add" };

function read(UrlTemplate: string): unknown {
  return readUpstreamTemplates(settingsObject({ UpstreamSettings: { Templates: [{ UrlTemplate }] } }));
}

describe("expandUrlTemplate()", () => {
  test("fills in each name as one URL component", () => {
    expect(
      expandUrlTemplate(`${host}/{hub}/{category}/{event}?e={event}&code=x`, {
        ...names,
        event: "a/b?{hub}#",
      }),
    ).toBe(`${host}/chat/messages/a%2Fb%3F%7Bhub%7D%23?e=a%2Fb%3F%7Bhub%7D%23&code=x`);
  });

  test.each([
    ["/{hub}/{event}", { event: "." }],
    ["/{hub}/{event}", { event: ".." }],
    ["/{hub}/{event}", { event: "" }],
    ["/{hub}/{event}/x", { event: ".." }],
    ["/{hub}/{event}?a", { event: ".." }],
    ["/api\\{event}", { event: ".." }],
    ["/api/.{event}", { event: "." }],
    ["/api/%2e{event}", { event: "." }],
    ["/api/{hub}{event}", { hub: ".", event: "." }],
    ["/{hub}/x", { hub: ".." }],
  ])("gives no URL for '%s' with %j, which would change the path", (path, changes) => {
    expect(expandUrlTemplate(`${host}${path}`, { ...names, ...changes })).toBeUndefined();
  });

  test.each(["...", "a..", "..a", "%2e%2e", "../x", "..\\x", ". ", "..;"])(
    "keeps the event %j one segment",
    (event) => {
      const url = new URL(String(expandUrlTemplate(`${host}/api/{event}`, { ...names, event })));
      const segments = url.pathname.split("/");
      expect(segments.slice(0, 2)).toEqual(["", "api"]);
      expect(segments.slice(2).map(decodeURIComponent)).toEqual([event]);
    },
  );

  test("lets dots be values of the query", () => {
    expect(expandUrlTemplate(`${host}/api?event={event}`, { ...names, event: ".." })).toBe(
      `${host}/api?event=..`,
    );
  });
});

describe("UrlTemplate", () => {
  test.each(["{target}", "{Event}", "{}", "{ hub }"])(
    "is refused with the unknown placeholder '%s'",
    (placeholder) => {
      expect(() => read(`${host}/${placeholder}`)).toThrow(
        `UrlTemplate of template 0 has the unknown placeholder '${placeholder}'; use {hub}, {category} and {event}`,
      );
    },
  );

  test("is refused with a reference to Key Vault", () => {
    expect(() => read(`${host}/x?code={@Microsoft.KeyVault(SecretUri=https://fake.example/)}`)).toThrow(
      "refers to Azure Key Vault",
    );
  });

  test.each(["http://{event}/", "http://{event}.example/x", "https:{event}/x", "http:\\\\{event}"])(
    "is refused where a client would choose the host: '%s'",
    (template) => {
      expect(() => read(template)).toThrow("UrlTemplate of template 0 must not have {event} in its host");
    },
  );

  test("may have the hub in its host", () => {
    expect(read("http://{hub}.localhost/{event}")).toHaveLength(1);
  });
});
