import { type Directed, type DirectedRule, directed } from "../rule.ts";

const families = {
  range: "The range of a number",
  length: "The length of a text",
  "item-count": "The number of items",
  "property-count": "The number of properties",
  "multiple-of": "The step of a number",
  pattern: "The pattern of a text",
  "unique-items": "That items are unique",
} as const;
export type Family = keyof typeof families;

function tightened(what: string): DirectedRule {
  return {
    title: `${what} gets a limit or a tighter one`,
    request: {
      wire: "major",
      types: "none",
      reason: "Values outside the limit are refused; TypeScript does not see limits.",
      advice: "Keep to the new limit.",
    },
    response: { wire: "minor", types: "none", reason: "Every value inside the limit could come before." },
  };
}

function loosened(what: string): DirectedRule {
  return {
    title: `${what} loses a limit or gets a looser one`,
    request: {
      wire: "minor",
      types: "none",
      reason: "What callers send stays valid; TypeScript does not see limits.",
    },
    response: {
      wire: "major",
      types: "none",
      reason: "Readers that rely on the limit, such as a column of that width, meet values outside it.",
      advice: "Do not rely on the old limit.",
    },
  };
}

type LimitRules = { [F in Family as `${F}-tightened` | `${F}-loosened`]: DirectedRule };

const limitRules = Object.fromEntries(
  Object.entries(families).flatMap(([family, what]) => [
    [`${family}-tightened`, tightened(what)],
    [`${family}-loosened`, loosened(what)],
  ]),
) as LimitRules;

export const schemaLimitRules = {
  ...(directed(limitRules) as Directed<LimitRules>),
  ...directed({
    "pattern-changed": {
      title: "The pattern of a text becomes another",
      request: {
        wire: "major",
        types: "none",
        reason: "It cannot be decided in general whether the new pattern takes what the old one took.",
        advice: "Send values that match the new pattern.",
      },
      response: {
        wire: "major",
        types: "none",
        reason: "It cannot be decided in general whether the old pattern took what the new one takes.",
        advice: "Do not rely on the old pattern.",
        oasdiff: "WARN, since it cannot be decided; what cannot be shown to be safe is a break here.",
      },
    },
    "constraint-added": {
      title: "A keyword such as `not`, `if` or `contains` is added",
      request: {
        wire: "major",
        types: "none",
        reason: "Each of them only ever refuses more; TypeScript does not see them.",
        advice: "Read the new rule and keep to it.",
      },
      response: {
        wire: "minor",
        types: "none",
        reason: "Each of them only ever allows less; TypeScript does not see them.",
      },
    },
    "constraint-removed": {
      title: "A keyword such as `not`, `if` or `contains` is removed",
      request: { wire: "minor", types: "none", reason: "What callers send stays valid." },
      response: {
        wire: "major",
        types: "none",
        reason: "Readers meet values that the keyword kept away; TypeScript does not see it.",
        advice: "Do not rely on the old rule.",
      },
    },
    "constraint-changed": {
      title: "A keyword such as `not`, `if` or `contains` becomes another",
      request: {
        wire: "major",
        types: "none",
        reason: "It cannot be decided in general which of the two takes more; TypeScript does not see them.",
        advice: "Read the new rule and keep to it.",
      },
      response: {
        wire: "major",
        types: "none",
        reason: "It cannot be decided in general which of the two takes more; TypeScript does not see them.",
        advice: "Read the new rule.",
      },
    },
    "shape-changed": {
      title:
        "A keyword that shapes the type, such as `prefixItems` or `patternProperties`, comes, goes or changes",
      request: {
        wire: "major",
        types: "major",
        reason: "Lists become tuples, objects get other keys: what callers send does not fit the new type.",
        advice: "Send a value of the new shape.",
        oasdiff: "WARN or INFO, by keyword and direction.",
      },
      response: {
        wire: "major",
        types: "major",
        reason: "Lists become tuples, objects get other keys: readers get another type.",
        advice: "Read the value in its new shape.",
        oasdiff: "WARN or INFO, by keyword and direction.",
      },
    },
  }),
};
