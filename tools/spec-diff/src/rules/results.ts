import type { Rule } from "../rule.ts";

export const resultRules = {
  "result-changed": {
    title: "A method resolves to something else as well, or to nothing",
    wire: "major",
    types: "major",
    reason:
      "A further success status or media type brings a body that callers cannot read as the one they know.",
    advice: "Handle the new result.",
    oasdiff:
      "INFO for an added success status or media type; what the method resolves to is what callers compile against.",
  },
  "result-certain": {
    title: "A method always resolves to a body",
    wire: "none",
    types: "minor",
    reason: "A check for undefined stays valid.",
  },
  "error-body-added": {
    title: "An error comes with a body that differs from those of the other errors",
    wire: "minor",
    types: "major",
    reason:
      "`error` of `raw` becomes a union: what only some of its members have cannot be read without a check.",
    advice: "Check which error body it is.",
    oasdiff: "INFO: it looks at the wire alone.",
  },
} as const satisfies Record<string, Rule>;
