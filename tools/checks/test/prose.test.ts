import { describe, expect, test } from "vitest";
import { findPhrasings, phrasings } from "../src/prose.ts";

const texts = (text: string, isMarkdown = false) => findPhrasings(text, isMarkdown).map((one) => one.text);

describe("findPhrasings()", () => {
  test("names the line, the phrasing and what to write", () => {
    expect(findPhrasings("Good.\nTo mend it, call f().\n", true)).toEqual([
      { line: 2, text: "mend", write: "fix" },
    ]);
  });

  test.each([
    ["'x' is no hub name", "is no hub"],
    ["one entry an operation", "entry an operation"],
    ["20 µs a call", "µs a call"],
    ["The message is sent again.", "sent again"],
    ["The service answers 500.", "answers 500"],
    ["The last good one stays in force", "stays in force"],
    ["The maps take turns", "take turns"],
    ["beside the key", "beside"],
    ["Whoever asks", "Whoever"],
    ["its behaviour", "behaviour"],
    ["a serialised body", "serialised"],
  ])("finds a listed phrasing in %j", (text, found) => {
    expect(texts(text)).toEqual([found]);
  });

  test.each([
    "there is no hub name",
    "it is no longer open",
    "There is no answer 5 minutes later",
    "one of a kind, 20 messages a day",
    "recommended amendments",
    "besides that",
    "it returns 408. A client reconnects",
    "per operation; per call",
    "authorization, serialization, behavior",
  ])("leaves plain English alone: %j", (text) => {
    expect(texts(text)).toEqual([]);
  });

  test("finds a phrasing that is broken over two lines of a comment", () => {
    expect(findPhrasings("/**\n * A message is sent\n * again.\n */\n", false)).toEqual([
      { line: 2, text: "sent again", write: "retry" },
    ]);
    expect(texts("// one entry\n// an operation\n")).toEqual(["entry an operation"]);
  });

  test("reads comments, string literals and text between tags", () => {
    expect(texts('// mend\nthrow new Error("nobody");\n<p>whoever</p>')).toEqual([
      "mend",
      "nobody",
      "whoever",
    ]);
  });

  test("leaves names with a listed word in them alone", () => {
    expect(texts("const mendable = user.nobody ?? $whoever;")).toEqual([]);
  });

  test("leaves code, quotations, comments and addresses of Markdown alone", () => {
    const page =
      "`mend`\n\n```ts\nmend();\n```\n\n    mend\n\n> mend\n\n<!-- mend -->\n[a](mend.md)\n\nnobody\n";
    expect(findPhrasings(page, true).map(({ line, text }) => `${line} ${text}`)).toEqual(["14 nobody"]);
  });

  test("has a suggestion for every phrasing, and no phrasing twice", () => {
    for (const [, write] of phrasings) expect(write).not.toBe("");
    expect(new Set(phrasings.map(([found]) => found)).size).toBe(phrasings.length);
  });
});
