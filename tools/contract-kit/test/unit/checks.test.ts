import { describe, expect, test } from "vitest";
import { parseOpenApi } from "../../src/document.ts";
import { callsOf } from "../../src/arguments.ts";
import { minimalBreaks, sampleInstances } from "../../src/instances.ts";
import { findOperation, readOperations } from "../../src/operations.ts";
import { type ObservedRequest, checkRequest } from "../../src/request-observer.ts";
import { checkResponse } from "../../src/response-checker.ts";
import { serviceToken, signToken, verifiedClaims } from "../../src/tokens.ts";
import { validatorsOf } from "../../src/validators.ts";
import { fixture, fixtureText } from "../fixture.ts";

const document = fixture();
const operation = findOperation(document, "putThing");
const endpoint = "https://things.test";

describe("readOperations()", () => {
  test("reads what an operation declares", () => {
    expect(readOperations(document)).toHaveLength(1);
    expect(operation).toMatchObject({
      method: "PUT",
      path: "/things/{id}",
      secured: true,
      retry: "idempotent",
    });
    expect(operation.parameters.map(({ name, required }) => [name, required])).toEqual([
      ["id", true],
      ["tags", false],
      ["v", true],
    ]);
    expect(operation.responses.map(({ status, bodyOptional }) => [status, bodyOptional])).toEqual([
      ["200", true],
      ["404", false],
      ["default", false],
    ]);
  });
});

describe("sampleInstances() and minimalBreaks()", () => {
  const schema = { pointer: "#/components/schemas/Thing", value: null };

  test("make values that validate, and breaks that do not", () => {
    for (const value of sampleInstances(document, schema, 20)) {
      expect(validatorsOf(document).problems(schema.pointer, value)).toEqual([]);
    }
    const breaks = minimalBreaks(document, schema, { kind: "thing", size: 1 });
    expect(breaks.map(({ what }) => what)).toEqual([
      "wrong type",
      "missing kind",
      "unknown key",
      "kind: wrong literal",
      "kind: wrong type",
      "size: wrong type",
      "size: too small",
      "size: not an integer",
    ]);
  });
});

test.each(["date-time", "date", "uuid", "email", "uri", "ipv4"])(
  "sampleInstances() makes texts that validate as %s",
  (format) => {
    const root = { components: { schemas: { Text: { type: "string", format } } } };
    const texts = parseOpenApi(JSON.stringify(root), "texts.json");
    const schema = { pointer: "#/components/schemas/Text", value: null };
    for (const value of sampleInstances(texts, schema, 50))
      expect(validatorsOf(texts).problems(schema.pointer, value)).toEqual([]);
  },
);

test("callsOf() gives header parameters values that arrive as they were sent", () => {
  const text = fixtureText.replace(
    "      requestBody:",
    "        - { name: x-note, in: header, required: true, schema: { type: string }, example: a }\n      requestBody:",
  );
  const withHeader = parseOpenApi(text, "header.yaml");
  const calls = callsOf(withHeader, findOperation(withHeader, "putThing"), { endpoint, count: 50 });
  for (const { arguments: given } of calls) {
    const note = String(given["x-note"]);
    expect(new Headers({ "x-note": note }).get("x-note")).toBe(note);
  }
});

describe("checkRequest()", () => {
  const [call] = callsOf(document, operation, { endpoint, count: 0 });
  const request = (change: Partial<ObservedRequest> = {}): ObservedRequest => ({
    method: "PUT",
    url: `${endpoint}/things/a?tags=x&tags=y&v=1`,
    headers: new Headers({ "content-type": "application/json" }),
    body: new TextEncoder().encode('{"kind":"thing","size":1}'),
    ...change,
  });
  const rules = (change?: Partial<ObservedRequest>): string[] =>
    call
      ? checkRequest(document, operation, request(change), call.intention).map(({ rule }) => rule)
      : ["no call"];

  test("finds nothing in the request that was meant", () => {
    expect(rules()).toEqual([]);
  });

  test.each<[string, Partial<ObservedRequest>]>([
    ["method", { method: "POST" }],
    ["path", { url: `${endpoint}/things/b?tags=x&tags=y&v=1` }],
    ["path", { url: `${endpoint}/things/a/b?tags=x&tags=y&v=1` }],
    ["path", { url: "https://other.test/things/a?tags=x&tags=y&v=1" }],
    ["query", { url: `${endpoint}/things/a?tags=x,y&v=1` }],
    ["query", { url: `${endpoint}/things/a?tags=x&tags=y` }],
    ["query", { url: `${endpoint}/things/a?tags=x&tags=y&v=1&w=2` }],
    ["query", { url: `${endpoint}/things/a?v=1` }],
    ["media type", { headers: new Headers({ "content-type": "text/plain" }) }],
    ["body", { body: undefined }],
    ["body", { body: new TextEncoder().encode("{") }],
    ["body", { body: new TextEncoder().encode('{"kind":"thing"}') }],
  ])("finds a wrong %s: %o", (rule, change) => {
    expect(rules(change)).toEqual([rule]);
  });
});

describe("checkResponse()", () => {
  const rules = (status: number, body = "", headers: Record<string, string> = {}): string[] =>
    checkResponse(document, operation, {
      status,
      headers: new Headers(headers),
      body: new TextEncoder().encode(body),
    }).map(({ rule }) => rule);
  const json = { "content-type": "application/json; charset=utf-8" };

  test("finds nothing in declared answers", () => {
    expect(rules(200, '{"kind":"thing"}', json)).toEqual([]);
    expect(rules(200)).toEqual([]);
    expect(rules(404, "", { "x-code": "Gone" })).toEqual([]);
    expect(rules(418)).toEqual([]);
  });

  test("finds an undeclared success, a missing header, another media type, a wrong and an undeclared body", () => {
    expect(rules(201)).toEqual(["status"]);
    expect(rules(404)).toEqual(["header"]);
    expect(rules(200, "x", { "content-type": "text/plain" })).toEqual(["media type"]);
    expect(rules(200, '{"kind":"other"}', json)).toEqual(["body"]);
    expect(rules(200, "{", json)).toEqual(["body"]);
    expect(rules(418, "{}", json)).toEqual(["body"]);
  });
});

describe("tokens", () => {
  test("follow RFC 7515 as the documentation of the service shows it", () => {
    const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
    const token = signToken(
      { aud: "http://localhost/api/hubs/chat/:send", iat: 1_735_689_600, exp: 1_735_693_200 },
      key,
    );
    expect(token.split(".")[2]).toBe("v5dF1wK_P3ZXfL4sWEAXv8KOja3IKAyhbzTQZdBJg0I");
  });

  test("verify with their own key only, and have an audience without query", () => {
    const token = serviceToken("https://things.test/a?b=c", "one key");
    expect(verifiedClaims(token, "one key")?.aud).toBe("https://things.test/a");
    expect(verifiedClaims(token, "another key")).toBeUndefined();
    expect(verifiedClaims("no token", "one key")).toBeUndefined();
  });
});
