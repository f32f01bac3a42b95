import type { Rule } from "../rule.ts";

export const noteRules = {
  "documentation-changed": {
    title: "A text, an example, a tag or a link changes",
    wire: "none",
    types: "patch",
    reason: "It reads differently in an editor and means the same.",
  },
  "schema-deprecated": {
    title: "A schema or property is deprecated",
    wire: "none",
    types: "minor",
    reason: "Editors strike it through; semver asks for a minor version when something is deprecated.",
    advice: "Look for what takes its place before it is removed.",
  },
  "schema-undeprecated": {
    title: "A schema or property is no longer deprecated",
    wire: "none",
    types: "patch",
    reason: "Nothing but the mark goes.",
  },
} as const satisfies Record<string, Rule>;
