import type { Rule } from "../rule.ts";

export const securityRules = {
  "security-required": {
    title: "An operation that was open asks for a credential",
    wire: "major",
    types: "none",
    reason: "Calls without one are refused. Credentials are not part of a method's type.",
    advice: "Create the client with a credential.",
  },
  "security-lifted": {
    title: "An operation no longer asks for a credential",
    wire: "minor",
    types: "none",
    reason: "Calls with one stay valid.",
  },
  "security-alternative-added": {
    title: "An operation takes one more kind of credential",
    wire: "minor",
    types: "none",
    reason: "Those that it took stay valid.",
  },
  "security-alternative-removed": {
    title: "An operation no longer takes a kind of credential",
    wire: "major",
    types: "none",
    reason: "Calls with it are refused. Credentials are not part of a method's type.",
    advice: "Use one of the credentials that are left.",
  },
  "security-scope-added": {
    title: "A credential needs one more scope",
    wire: "major",
    types: "none",
    reason: "Tokens without it are refused.",
    advice: "Ask for the scope.",
  },
  "security-scope-removed": {
    title: "A credential needs one scope fewer",
    wire: "minor",
    types: "none",
    reason: "Tokens with it stay valid.",
  },
  "security-scheme-added": {
    title: "A security scheme is described",
    wire: "minor",
    types: "none",
    reason: "What uses it is reported where it is used.",
  },
  "security-scheme-removed": {
    title: "A security scheme is no longer described",
    wire: "major",
    types: "none",
    reason: "The document no longer says how to use it.",
    advice: "Use another scheme.",
    oasdiff: "INFO: it looks at the operations alone.",
  },
  "security-scheme-changed": {
    title: "A security scheme works in another way",
    wire: "major",
    types: "none",
    reason: "Another type, place, name or address: credentials that were sent the old way are refused.",
    advice: "Send the credential the new way.",
    oasdiff: "INFO, with an open question upstream.",
  },
  "security-scheme-scope-added": {
    title: "A security scheme describes one more scope",
    wire: "minor",
    types: "none",
    reason: "No client needs to ask for it.",
  },
  "security-scheme-scope-removed": {
    title: "A security scheme no longer describes a scope",
    wire: "major",
    types: "none",
    reason: "Tokens are asked for with a scope that is not there any more.",
    advice: "Ask for one of the scopes that are left.",
    oasdiff: "INFO: it looks at the operations alone.",
  },
} as const satisfies Record<string, Rule>;
