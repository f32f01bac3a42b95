import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeForm } from "../../src/form-body.ts";
import type { QueryStyle } from "../../src/operation.ts";
import { InvalidPathParameterError, expandPath } from "../../src/path.ts";
import { writeStyled } from "../../src/query-styles.ts";
import { serializeQuery } from "../../src/raw-client.ts";
import { observedClient, observedContext } from "./observed-client.ts";

// Every value is written by the client and read back by a decoder that shares no code with it.

/** What separates, ends or escapes something in a URL, a form or a header, among text of any kind. */
const awkward = fc.constantFrom(
  ..."/ \\ ? # & = + % ; , | [ ] { } : @ . .. ../ %2e%2e %2F %00 %0d%0a \r\n \" ' < > é 😀 \u2028".split(" "),
  " ",
  "",
);
const text = fc.oneof(
  awkward,
  fc.string({ unit: "grapheme" }),
  fc.array(fc.oneof(awkward, fc.string({ maxLength: 3 })), { maxLength: 6 }).map((parts) => parts.join("")),
);
const scalar = fc.oneof(text, fc.integer(), fc.boolean());
const lone = fc.constantFrom("\ud800", "a\udc00b");
const name = text.filter((value) => value !== "" && value !== "__proto__");

const writeAsForm = (value: unknown, contentType: string) =>
  writeForm(value, { "content-type": contentType }, { id: "upload" }, observedContext());

/** The pairs of a query or urlencoded body, read by hand. */
function readPairs(query: string): [string, string][] {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const [key = "", value, ...more] = pair.split("=");
    expect(more).toEqual([]);
    const decode = (encoded: string) => decodeURIComponent(encoded.replaceAll("+", " "));
    return [decode(key), decode(value ?? "")];
  });
}

/** What a server sees of a URL; neither path nor fragment may change with the query. */
function readQuery(query: string): [string, string][] {
  const url = new URL(`https://example.com/a/b?${query}`);
  expect([url.pathname, url.hash]).toEqual(["/a/b", ""]);
  return readPairs(url.search.slice(1));
}

/** JSON has no negative zero. */
function withoutNegativeZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, withoutNegativeZero(member)]),
    );
  }
  return Object.is(value, -0) ? 0 : value;
}

const asText = (value: unknown): string => String(value);
const present = (value: unknown): boolean => value !== undefined && value !== null;

describe("expandPath() for any template and values", () => {
  test("keeps every value within its segment, also next to literal text and other values", () => {
    const templates = ["/{a}/x/{b}", "/x-{a}.{b}/y", "/{a}{b}", "/x/{a}:{b}", "/{a}/{b}/:send"];
    fc.assert(
      fc.property(fc.constantFrom(...templates), text, text, (template, a, b) => {
        let path: string;
        try {
          path = expandPath(template, { a, b });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPathParameterError);
          return;
        }
        const { pathname, search, hash } = new URL(`https://example.com/base${path}`);
        const filled = template
          .split("/")
          .map((part) => part.replace("{a}", () => a).replace("{b}", () => b));
        // A value that holds a placeholder would be filled by this reader a second time.
        fc.pre(!`${a}${b}`.includes("{"));
        expect(pathname.split("/").slice(2).map(decodeURIComponent)).toEqual(filled.slice(1));
        expect([search, hash]).toEqual(["", ""]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("serializeQuery() for any values", () => {
  test("gives back every value under its own name and adds none", () => {
    const values = fc.dictionary(name, fc.oneof(scalar, fc.array(scalar), fc.constantFrom(undefined, null)));
    fc.assert(
      fc.property(values, (query) => {
        const expected = Object.entries(query).flatMap(([key, value]) =>
          (Array.isArray(value) ? value : [value]).filter(present).map((item) => [key, asText(item)]),
        );
        expect(readQuery(serializeQuery(query))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test("refuses ill-formed Unicode, and names the parameter", () => {
    fc.assert(
      fc.property(lone, (value) => {
        expect(() => serializeQuery({ filter: value })).toThrow(
          'Query parameter "filter" is not well-formed',
        );
      }),
    );
  });
});

describe("writeStyled() for any values", () => {
  const separators = { csv: ",", spaces: "%20", pipes: "%7C" } as const;

  test.each(Object.entries(separators) as ["csv" | "spaces" | "pipes", string][])(
    "gives back the items of style %s, or refuses them",
    (style, separator) => {
      fc.assert(
        fc.property(name, fc.array(scalar), (key, items) => {
          const isClear =
            style === "csv" || !items.some((item) => asText(item).includes(decodeURIComponent(separator)));
          if (!isClear) {
            expect(() => writeStyled(key, items, style)).toThrow("separates items");
            return;
          }
          const query = writeStyled(key, items, style);
          expect(query === "").toBe(items.length === 0);
          if (items.length === 0) return;
          const { search } = new URL(`https://example.com/?${query}`);
          const [written = "", value = "", ...more] = search.slice(1).split("=");
          expect(more).toEqual([]);
          expect(decodeURIComponent(written)).toBe(key);
          expect(value.split(separator).map(decodeURIComponent)).toEqual(items.map(asText));
        }),
        { numRuns: 1000 },
      );
    },
  );

  test("gives back the members of objects in styles csv, form and deepObject", () => {
    const object = fc.dictionary(name, fc.oneof(scalar, fc.constantFrom(undefined, null)), { minKeys: 1 });
    fc.assert(
      fc.property(name, object, (key, value) => {
        const members = Object.entries(value).filter(([, member]) => present(member));
        const expected = members.map(([member, item]) => [member, asText(item)]);
        expect(readQuery(writeStyled(key, value, "form"))).toEqual(expected);
        expect(readQuery(writeStyled(key, value, "deepObject"))).toEqual(
          expected.map(([member, item]) => [`${key}[${member}]`, item]),
        );
        const csv = writeStyled(key, value, "csv").split("=")[1];
        expect(csv?.split(",").map(decodeURIComponent) ?? []).toEqual(expected.flat());
      }),
      { numRuns: 1000 },
    );
  });

  test("gives back any JSON in style json", () => {
    fc.assert(
      fc.property(name, fc.jsonValue(), (key, value) => {
        const [[written, json] = []] = readQuery(writeStyled(key, value, "json"));
        expect(written).toBe(key);
        expect(JSON.parse(json ?? "")).toEqual(withoutNegativeZero(value));
      }),
    );
  });

  test.each(["form", "csv", "spaces", "pipes", "deepObject"] satisfies QueryStyle[])(
    "refuses ill-formed Unicode in style %s",
    (style) => {
      fc.assert(
        fc.property(lone, (value) => {
          expect(() => writeStyled("x", { a: value }, style)).toThrow("not well-formed Unicode");
        }),
      );
    },
  );
});

describe("writeForm() for any fields", () => {
  const fields = fc.dictionary(
    name,
    fc.oneof(
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      fc.record({ in: text }),
      fc.constantFrom(undefined, null),
    ),
    { maxKeys: 5 },
  );
  const expectedFields = (value: Record<string, unknown>) =>
    Object.entries(value).flatMap(([key, member]) =>
      (Array.isArray(member) ? member : [member])
        .filter(present)
        .map((item): [string, string] => [
          key,
          typeof item === "object" ? JSON.stringify(item) : asText(item),
        ]),
    );

  test("gives back every field of an urlencoded body and adds none", () => {
    fc.assert(
      fc.property(fields, (value) => {
        const body = String(writeAsForm(value, "application/x-www-form-urlencoded"));
        expect(readPairs(body)).toEqual(expectedFields(value));
      }),
      { numRuns: 1000 },
    );
  });

  test("gives back every field of a multipart body as sent, and lets none begin another part", async () => {
    await fc.assert(
      fc.asyncProperty(fields, async (value) => {
        const sent = new Response(writeAsForm(value, "multipart/form-data"));
        const boundary = /boundary=(.+)$/.exec(sent.headers.get("content-type") ?? "")?.[1] ?? "";
        const parts = (await sent.text()).split(`--${boundary}`).slice(1, -1);
        const read = parts.map((part) => {
          const [, field = "", content = ""] =
            /^\r\nContent-Disposition: form-data; name="([^"\r\n]*)"\r\n\r\n([\s\S]*)\r\n$/i.exec(part) ?? [];
          return [field, content];
        });
        // A multipart body has CRLF for every line break, and quotes and line breaks of names escaped (WHATWG HTML).
        const lines = (content: string) => content.replaceAll(/\r\n|\r|\n/g, "\r\n");
        const escape = (content: string) =>
          lines(content).replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
        expect(read).toEqual(expectedFields(value).map(([key, item]) => [escape(key), lines(item)]));
      }),
      { numRuns: 300 },
    );
  });
});

describe("a method for any arguments", () => {
  const accepted = () => new Response(null, { status: 202 });

  test("sends to the one route with exactly the query that was given", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, fc.array(text), async (hub, group, application, excluded) => {
        const { client, requests } = observedClient(accepted);
        try {
          await client.send({ hub, group, application, excluded, body: {} });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPathParameterError);
          expect(requests).toEqual([]);
          return;
        }
        const { origin, pathname, search } = new URL(requests[0]?.url ?? "");
        expect(origin).toBe("https://example.com");
        expect(pathname.split("/").map(decodeURIComponent)).toEqual([
          "",
          "hubs",
          hub,
          "groups",
          group,
          ":send",
        ]);
        expect(readPairs(search.slice(1))).toEqual([
          ["api-version", "1"],
          ["application", application],
          ...excluded.map((id) => ["excluded", id]),
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  test("sends any JSON value as itself, also null, 0, an empty string and false", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.constantFrom(null, 0, "", false)), async (body) => {
        const { client, requests } = observedClient(accepted);
        await client.send({ hub: "h", group: "g", body });
        expect(requests[0]?.init.headers.get("content-type")).toBe("application/json");
        expect(JSON.parse(requests[0]?.init.body as string)).toEqual(withoutNegativeZero(body));
      }),
    );
  });

  test("sends bytes as they are, whatever holds them", async () => {
    const holders = {
      array: (bytes: Uint8Array<ArrayBuffer>) => bytes,
      view: (bytes: Uint8Array<ArrayBuffer>) =>
        new Uint8Array([7, ...bytes, 7]).subarray(1, bytes.length + 1),
      buffer: (bytes: Uint8Array<ArrayBuffer>) => bytes.slice().buffer,
      blob: (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]),
      stream: (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream(),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.constantFrom(...(Object.keys(holders) as (keyof typeof holders)[])),
        async (bytes, holder) => {
          const { client, requests } = observedClient(accepted);
          const body = holders[holder](new Uint8Array(bytes));
          await client.send({ hub: "h", group: "g", body, contentType: "application/octet-stream" });
          const { headers, body: sent } = requests[0]?.init ?? {};
          expect(headers?.get("content-type")).toBe("application/octet-stream");
          const received = new Uint8Array(await new Response(sent ?? null).arrayBuffer());
          expect([...received]).toEqual([...bytes]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("sends a header of a call as it is, or nothing at all", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { client, requests } = observedClient(accepted);
        const options = { headers: { "x-one": value }, retry: false };
        const error: unknown = await client.send({ hub: "h", group: "g", body: {} }, options).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) {
          const { headers } = requests[0]?.init ?? {};
          // Fetch strips white space around a value (Fetch, "normalize").
          expect(headers?.get("x-one")).toBe(value.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, ""));
          expect([...(headers?.keys() ?? [])]).toEqual(["accept", "content-type", "x-one"]);
        } else {
          expect(error).toBeInstanceOf(TypeError);
          expect(requests).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
