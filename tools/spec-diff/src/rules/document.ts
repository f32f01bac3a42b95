import type { Rule } from "../rule.ts";

export const documentRules = {
  "version-changed": {
    title: "The version of the API changes",
    wire: "none",
    types: "patch",
    reason: "`API_VERSION` is another text; what changes with it is reported by itself.",
  },
  "sent-version-changed": {
    title: "The client sends another API version",
    wire: "minor",
    types: "patch",
    reason: "The service answers as the new version says; what it does otherwise is reported by itself.",
    advice: "Make sure that your service or emulator knows the new version.",
  },
  "server-added": {
    title: "A server is added",
    wire: "minor",
    types: "none",
    reason: "The old addresses stay.",
  },
  "server-removed": {
    title: "A server is removed",
    wire: "major",
    types: "none",
    reason: "Clients that use its address lose it.",
    advice: "Use one of the servers that are left.",
    oasdiff: "has no rule for servers.",
  },
  "server-variable-value-added": {
    title: "A part of a server's address may have one more value",
    wire: "minor",
    types: "none",
    reason: "The old values stay.",
  },
  "server-variable-value-removed": {
    title: "A part of a server's address may no longer have a value",
    wire: "major",
    types: "none",
    reason: "Clients that use the value lose it.",
    advice: "Use one of the values that are left.",
    oasdiff: "has no rule for servers.",
  },
  "server-variable-default-changed": {
    title: "A part of a server's address has another default",
    wire: "major",
    types: "none",
    reason: "Clients that give no value of their own turn to another address.",
    advice: "Give the old value where you rely on it.",
    oasdiff: "has no rule for servers.",
  },
} as const satisfies Record<string, Rule>;
