import type { Rule } from "../rule.ts";

export const operationRules = {
  "operation-added": {
    title: "An operation is added",
    wire: "minor",
    types: "minor",
    reason: "No program needs to call it. Lists of operations, such as `OperationId`, are open by policy.",
  },
  "operation-removed": {
    title: "An operation is removed",
    wire: "major",
    types: "major",
    reason: "Calls fail, and the method is gone.",
    advice: "Stop calling the operation.",
    oasdiff:
      "INFO where it was deprecated long enough. Deprecation announces a major version and does not replace it.",
  },
  "operation-moved": {
    title: "An operation gets another path or HTTP method",
    wire: "major",
    types: "major",
    reason: "Calls to the old URL fail; its key under `paths` is gone, though the method keeps its name.",
    advice: "Regenerate clients; with `raw`, use the new path.",
    oasdiff: "reports a removed and an added endpoint.",
  },
  "operation-id-changed": {
    title: "An operation gets another `operationId`",
    wire: "none",
    types: "major",
    reason: "It names the method, its arguments' type and the key under `operations`.",
    advice: "Call the method by its new name.",
    oasdiff: "INFO: it looks at the wire alone.",
  },
  "operation-id-added": {
    title: "An operation gets an `operationId` that leaves its method's name as it was",
    wire: "none",
    types: "minor",
    reason: "`operations` gets one more key.",
  },
  "operation-deprecated": {
    title: "An operation is deprecated",
    wire: "none",
    types: "minor",
    reason: "Editors strike it through; semver asks for a minor version when something is deprecated.",
    advice: "Look for what takes its place before it is removed.",
  },
  "operation-undeprecated": {
    title: "An operation is no longer deprecated",
    wire: "none",
    types: "patch",
    reason: "Nothing but the mark goes.",
  },
} as const satisfies Record<string, Rule>;
