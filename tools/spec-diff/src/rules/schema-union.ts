import { directed } from "../rule.ts";

export const schemaUnionRules = directed({
  "union-branch-added": {
    title: "A union gets one more member",
    request: { wire: "minor", types: "minor", reason: "What callers send stays valid." },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers meet a shape that they do not handle; an exhaustive `switch` stops compiling.",
      advice: "Handle the added member.",
    },
  },
  "union-branch-removed": {
    title: "A union loses a member",
    request: {
      wire: "major",
      types: "major",
      reason: "A shape that callers may send is refused and does not compile.",
      advice: "Send one of the shapes that are left.",
    },
    response: {
      wire: "minor",
      types: "major",
      reason: "The shape does not come any more; code that asks for it stops compiling.",
      advice: "Remove the code for the member.",
      oasdiff: "INFO: it looks at the wire alone.",
    },
  },
  "union-tightened": {
    title: "`anyOf` becomes `oneOf`",
    request: {
      wire: "major",
      types: "none",
      reason: "A value that fits two members is refused; the union type stays the same.",
      advice: "Send values that fit exactly one member.",
    },
    response: { wire: "minor", types: "none", reason: "Less may come than before." },
  },
  "union-loosened": {
    title: "`oneOf` becomes `anyOf`",
    request: { wire: "minor", types: "none", reason: "What callers send stays valid." },
    response: {
      wire: "major",
      types: "none",
      reason: "A value may fit two members; the union type stays the same.",
      advice: "Do not rely on a value fitting one member only.",
    },
  },
  "discriminator-added": {
    title: "A union gets a discriminator",
    request: {
      wire: "major",
      types: "major",
      reason: "The property must hold one of its values, and becomes a literal in the members' types.",
      advice: "Give the property its value.",
      oasdiff: "INFO. The generated types change with it.",
    },
    response: {
      wire: "minor",
      types: "minor",
      reason: "More is promised than before: the property becomes a literal in the members' types.",
    },
  },
  "discriminator-removed": {
    title: "A union loses its discriminator",
    request: {
      wire: "minor",
      types: "minor",
      reason: "What callers send stays valid; the members' types take any value there.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "Nothing says any more how the members are told apart; their types lose their literals.",
      advice: "Tell the members apart by their properties.",
      oasdiff: "INFO. The generated types change with it.",
    },
  },
  "discriminator-changed": {
    title: "A union is told apart by another property or other values",
    request: {
      wire: "major",
      types: "major",
      reason: "The old property or value is not understood any more.",
      advice: "Give the new property or value.",
      oasdiff: "INFO. What tells the members apart on the wire is part of the contract.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers look at the old property or for the old value.",
      advice: "Look at the new property or value.",
      oasdiff: "INFO. What tells the members apart on the wire is part of the contract.",
    },
  },
});
