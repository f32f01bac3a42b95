import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { featuresFolder, generateInto, temporaryOutput } from "./compiled-fixtures.ts";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

/** Calls a method of the client by its name. */
type Method = (name: string, ...args: unknown[]) => Promise<unknown>;
type Call = (call: Method) => Promise<unknown>;

const { folder, dispose } = temporaryOutput();
let received: Received[] = [];
let answer: Answer = {};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(
      answer.status ?? 204,
      answer.type === undefined ? {} : { "content-type": answer.type },
    );
    response.end(answer.body);
  });
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.close();
  dispose();
});

/** Generates a client, calls it, and gives what arrived and what the call resolved to. */
async function exchange(feature: string, call: Call, answered: Answer = {}) {
  const out = join(folder, feature);
  await generateInto(out, join(featuresFolder, `${feature}.yaml`));
  const module = (await import(pathToFileURL(join(out, "fetch-client/index.ts")).href)) as Record<
    string,
    unknown
  >;
  const create = Object.entries(module).find(([name]) => /^create.*Client$/.test(name))?.[1] as (
    options: object,
  ) => Record<string, (...args: unknown[]) => Promise<unknown>>;
  received = [];
  answer = answered;
  const { port } = server.address() as AddressInfo;
  const client = create({ endpoint: `http://127.0.0.1:${port}/base/` });
  const result = await call((name, ...args) => {
    const method = client[name];
    if (method === undefined) throw new Error(`${feature} has no ${name}: ${Object.keys(client).join(", ")}`);
    return method(...args);
  });
  return { request: received[0] as Received, result, methods: Object.keys(client) };
}

const json = (value: unknown): Answer => ({
  status: 200,
  type: "application/json",
  body: JSON.stringify(value),
});

describe("a client generated from a document of one feature sends what OpenAPI prescribes", () => {
  test.each<[feature: string, what: string, call: Call, request: Partial<Received>]>([
    [
      "query-styles",
      "lists in each style",
      (call) =>
        call("search", {
          plain: ["a", "b"],
          csv: ["a", "b,c"],
          pipes: ["a", "b"],
          pipesExploded: ["a", "b"],
          spaces: [1, 2],
        }),
      {
        url: "/base/search?plain=a&plain=b&csv=a,b%2Cc&pipes=a%7Cb&pipesExploded=a&pipesExploded=b&spaces=1%202",
      },
    ],
    [
      "query-styles",
      "objects in each style",
      (call) =>
        call("search", {
          deep: { from: 1, tags: ["x", "y"] },
          fields: { red: 1, green: 2 },
          flat: { red: 1, green: 2 },
          ref: { since: "now" },
        }),
      {
        url: "/base/search?deep%5Bfrom%5D=1&deep%5Btags%5D=x&deep%5Btags%5D=y&red=1&green=2&flat=red,1,green,2&since=now",
      },
    ],
    [
      "parameter-content",
      "a query parameter with content as JSON",
      (call) => call("search", { filter: { a: 1 }, bare: "x" }),
      { url: "/base/search?filter=%7B%22a%22%3A1%7D&bare=x" },
    ],
    [
      "headers-and-cookies",
      "header parameters, lists with commas, and what is left to the headers option",
      (call) =>
        call(
          "getA",
          { "X-Trace": "t", "X-Ids": [1, 2], "X-Flag": true },
          { headers: { cookie: "session=s", "X-Object": "a,1" } },
        ),
      {
        headers: expect.objectContaining({
          "x-trace": "t",
          "x-ids": "1,2",
          "x-flag": "true",
          cookie: "session=s",
          "x-object": "a,1",
        }),
      },
    ],
    [
      "any-of",
      "a value that may be of several types",
      (call) => call("search", { term: ["a", "b"] }),
      { url: "/base/search?term=a&term=b" },
    ],
    [
      "path-level-parameters",
      "parameters of the path item, overridden by those of the operation",
      (call) => call("getA", { id: 7, filter: { a: "x" }, over: { b: 1 } }),
      { url: "/base/a/7?filter%5Ba%5D=x&b=1" },
    ],
    [
      "path-styles",
      "numbers and booleans in paths",
      (call) => call("number", { n: 1.5, flag: false }),
      { url: "/base/number/1.5/false" },
    ],
    [
      "odd-ids",
      "path parameters of odd names, in paths that are not ASCII",
      (call) => call("path", { "user-id": "a/b", "a.b": "c d", 日: "é" }),
      { url: "/base/a%2Fb/c%20d/%C3%BC/%C3%A9" },
    ],
    [
      "odd-ids",
      "query parameters of odd names",
      (call) => call("aBCD$E", { "x'y\"z`${q}\\": "1", 日本: "2", "a[]": ["3", "4"] }),
      { url: "/base/i?x%27y%22z%60%24%7Bq%7D%5C=1&%E6%97%A5%E6%9C%AC=2&a%5B%5D=3&a%5B%5D=4" },
    ],
    [
      "reserved-words",
      "parameters that are named like what every object has, only where they are given",
      (call) => call("deleteOperation", { class: "a" }),
      { url: "/base/a?class=a" },
    ],
    [
      "reserved-words",
      "a parameter that is named like the body and one like its media type",
      (call) => call("classOperation", { body: "q", requestBody: { a: 1 }, queryContentType: "x" }),
      {
        method: "POST",
        url: "/base/a?contentType=x&body=q",
        body: '{"a":1}',
        headers: expect.objectContaining({ "content-type": "application/json" }),
      },
    ],
    [
      "no-operation-ids",
      "a trailing slash as the path has it",
      (call) => call("getPets2"),
      { method: "GET", url: "/base/pets" },
    ],
    [
      "methods",
      "a body with DELETE",
      (call) => call("de", { body: { a: 1 } }),
      { method: "DELETE", body: '{"a":1}' },
    ],
    ["methods", "OPTIONS", (call) => call("op"), { method: "OPTIONS", url: "/base/a" }],
    [
      "urlencoded",
      "a form",
      (call) => call("getToken", { body: { grant_type: "a b&c", scope: ["x", "y"] } }),
      {
        body: "grant_type=a+b%26c&scope=x&scope=y",
        headers: expect.objectContaining({
          "content-type": expect.stringContaining("application/x-www-form-urlencoded"),
        }),
      },
    ],
    [
      "multipart",
      "fields and files in parts",
      (call) =>
        call("addPhoto", { body: { file: new Blob(["bytes"]), tags: ["x", "y"], meta: { width: 2 } } }),
      {
        headers: expect.objectContaining({
          "content-type": expect.stringMatching(/^multipart\/form-data; boundary=/),
        }),
        body: expect.stringMatching(
          /name="file"; filename=[^]*bytes[^]*name="tags"\r\n\r\nx\r\n[^]*name="tags"\r\n\r\ny\r\n[^]*name="meta"\r\n\r\n\{"width":2\}/,
        ),
      },
    ],
    [
      "vendor-media-types",
      "the first media type of a body, and another one on demand",
      async (call) => {
        await call("patchA", { body: { a: 1 } });
        return call("patchA", { body: { b: 1 }, contentType: "application/vnd.x.v2+json" });
      },
      {
        headers: expect.objectContaining({
          "content-type": "application/merge-patch+json",
          accept: "application/vnd.x.v2+json",
        }),
      },
    ],
    [
      "binary",
      "bytes, or text where the document takes it",
      (call) => call("upload", { name: "n", body: "text", contentType: "text/plain" }),
      {
        method: "PUT",
        url: "/base/files/n",
        body: "text",
        headers: expect.objectContaining({ "content-type": "text/plain" }),
      },
    ],
    [
      "one-of-discriminator",
      "a variant as it is",
      (call) => call("addShape", { body: { kind: "round", radius: 1 } }),
      { body: '{"kind":"round","radius":1}' },
    ],
    [
      "nullable-31",
      "null as a body",
      (call) => call("setName", { body: null }),
      { body: "null", headers: expect.objectContaining({ "content-type": "application/json" }) },
    ],
  ])("%s: %s", async (feature, _what, call, request) => {
    const isData = ["any-of", "multipart", "nullable-31", "one-of-discriminator", "urlencoded"].includes(
      feature,
    );
    const exchanged = await exchange(
      feature,
      call,
      isData || feature === "vendor-media-types" ? json({}) : {},
    );
    expect(exchanged.request).toMatchObject(request);
  });
});

describe("a client generated from a document of one feature resolves to what the document declares", () => {
  test.each<[feature: string, what: string, call: Call, answer: Answer, result: unknown]>([
    [
      "several-successes",
      "the body of one success",
      (call) => call("startJob"),
      json({ result: 1 }),
      { result: 1 },
    ],
    [
      "several-successes",
      "undefined for a success without a body",
      (call) => call("startJob"),
      { status: 202 },
      undefined,
    ],
    [
      "several-successes",
      "a success that is declared by its class",
      (call) => call("startJob"),
      { ...json(7), status: 207 },
      7,
    ],
    [
      "default-responses",
      "the default answer where no success is declared",
      (call) => call("getOnly"),
      json({ a: 1 }),
      { a: 1 },
    ],
    [
      "default-responses",
      "nothing where nothing is declared",
      (call) => call("getNone"),
      json({ a: 1 }),
      undefined,
    ],
    ["nullable-30", "null", (call) => call("setName", { body: {} }), json(null), null],
    [
      "vendor-media-types",
      "JSON of a vendor's media type",
      (call) => call("patchA", { body: {} }),
      { status: 200, type: "application/vnd.x.v2+json", body: '{"ok":true}' },
      { ok: true },
    ],
    [
      "vendor-media-types",
      "JSON with a charset",
      (call) => call("parameterised", { body: {} }),
      { status: 200, type: "application/json;charset=utf-8", body: '{"a":1}' },
      { a: 1 },
    ],
    [
      "binary",
      "bytes",
      (call) => call("download", { name: "a" }),
      { status: 200, type: "application/octet-stream", body: "hi" },
      new Uint8Array([104, 105]),
    ],
    [
      "event-stream",
      "JSON where a stream of events is another choice",
      (call) => call("chat", { body: {} }),
      json({ text: "hi" }),
      { text: "hi" },
    ],
    [
      "recursive",
      "a value of a recursive schema",
      (call) => call("getTree"),
      json({ value: [1, ["x"]] }),
      { value: [1, ["x"]] },
    ],
  ])("%s: %s", async (feature, _what, call, answered, expected) => {
    const { result } = await exchange(feature, call, answered);
    expect(result).toEqual(expected);
  });

  test("an operation without operationId has the name of its method and path", async () => {
    const { methods } = await exchange("no-operation-ids", (call) => call("getPetsById", { id: "1" }));
    expect(methods).toEqual(["get", "getPetsById", "deletePetsById", "getPetsById2", "getPets", "getPets2"]);
  });

  test("a declared failure is thrown, whatever the body", async () => {
    await expect(
      exchange("default-responses", (call) => call("getBoth"), {
        ...json({ code: "c" }),
        status: 400,
      }),
    ).rejects.toMatchObject({ status: 400, code: "c", operationId: "getBoth" });
  });

  test("a list whose pages are found by their link is followed below the endpoint, and no link twice", async () => {
    const items: unknown[] = [];
    const iterate: Call = async (call) => {
      // A method that answers in pages returns an iterator and no promise.
      for await (const item of call("listThings", { size: 1 }) as unknown as AsyncIterable<unknown>)
        items.push(item);
    };
    await expect(exchange("pages-by-link", iterate, json({ value: [1], next: "?page=2" }))).rejects.toThrow(
      "listThings: the service repeated a next-page link",
    );
    expect(items).toEqual([1, 1]);
    expect(received.map(({ url }) => url)).toEqual(["/base/things?size=1", "/base/things?page=2"]);
  });

  test("a list that comes whole is not an iterator", async () => {
    const { result } = await exchange("pages-by-link", (call) => call("listAll"), json({ value: [1] }));
    expect(result).toEqual({ value: [1] });
  });
});
