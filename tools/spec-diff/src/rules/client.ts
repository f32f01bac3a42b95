import type { Rule } from "../rule.ts";

export const clientRules = {
  "client-renamed": {
    title: "The client gets another name",
    wire: "none",
    types: "major",
    reason:
      "`create…Client`, `…Client` and `…Error` are named by `x-client`, or by the title where there is none.",
    advice: "Import the new names.",
    oasdiff: "has no rule: names are not on the wire.",
  },
  "method-renamed": {
    title: "A method gets another name because another operation takes it",
    wire: "none",
    types: "major",
    reason: "Names that are equal once they are TypeScript names are numbered in order.",
    advice: "Call the method by its new name.",
  },
  "method-added": {
    title: "An operation that had no method gets one",
    wire: "none",
    types: "minor",
    reason: "No program called it.",
  },
  "method-removed": {
    title: "An operation has no method any more",
    wire: "none",
    types: "major",
    reason: "A path parameter of a list or object is left to `raw`.",
    advice: "Call it with `raw`.",
  },
  "arguments-type-renamed": {
    title: "The type of a method's arguments gets another name because another operation takes it",
    wire: "none",
    types: "major",
    reason:
      "Types are named after the method in Pascal case; names that are equal then are numbered in order.",
    advice: "Import the type by its new name.",
  },
  "argument-renamed": {
    title: "An argument gets another name because another parameter takes it",
    wire: "none",
    types: "major",
    reason: "Where two parameters share a name, the later one is prefixed with its location.",
    advice: "Use the new name.",
  },
} as const satisfies Record<string, Rule>;
