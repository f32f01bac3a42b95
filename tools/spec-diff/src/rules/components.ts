import type { Rule } from "../rule.ts";

export const componentRules = {
  "schema-added": {
    title: "A named schema is added",
    wire: "none",
    types: "minor",
    reason: "The types package exports one more name.",
  },
  "schema-removed": {
    title: "A named schema is removed",
    wire: "none",
    types: "major",
    reason: "Its exported type is gone; what happens on the wire is reported where it was used.",
    advice: "Take the type from the operation that used it.",
    oasdiff: "INFO: it looks at the wire alone.",
  },
  "schema-renamed": {
    title: "A named schema gets another name",
    wire: "none",
    types: "major",
    reason: "The exported type has another name; nothing changes on the wire.",
    advice: "Import the type by its new name.",
    oasdiff: "has no rule: names are not on the wire.",
  },
  "schema-alias-changed": {
    title: "The exported name of a schema changes because another schema takes it",
    wire: "none",
    types: "major",
    reason:
      "Two names that differ by characters TypeScript does not allow share a stem; the later one is numbered.",
    advice: "Import the type by its new name.",
  },
  "component-added": {
    title: "A shared parameter, response, body or header is added",
    wire: "none",
    types: "patch",
    reason: "`components` gets one more key, which shapes no call.",
  },
  "component-removed": {
    title: "A shared parameter, response, body or header is removed or renamed",
    wire: "none",
    types: "major",
    reason: "`components` loses a key that programs may name; calls stay what they are.",
    advice: "Take the type from the operation that uses it.",
    oasdiff: "has no rule: names are not on the wire.",
  },
} as const satisfies Record<string, Rule>;
