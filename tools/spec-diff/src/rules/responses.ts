import type { Rule } from "../rule.ts";

export const responseRules = {
  "success-status-added": {
    title: "A success status is added",
    wire: "minor",
    types: "minor",
    reason: "Clients take any 2xx for success; where the body becomes another, `result-changed` says so.",
  },
  "error-status-added": {
    title: "An error status is added",
    wire: "minor",
    types: "minor",
    reason: "Clients expect errors that the document does not list.",
  },
  "success-status-removed": {
    title: "A success status is removed",
    wire: "major",
    types: "major",
    reason: "Clients that wait for this status never see it, and its key under `responses` is gone.",
    advice: "Accept the statuses that are left.",
  },
  "error-status-removed": {
    title: "An error status is removed",
    wire: "minor",
    types: "major",
    reason: "Code for it never runs again; its key under `responses` is gone.",
    advice: "Remove the code for the status.",
    oasdiff: "INFO: it looks at the wire alone.",
  },
  "response-media-type-added": {
    title: "A response may come in one more media type",
    wire: "minor",
    types: "minor",
    reason:
      "Clients get what they ask for with `Accept`; where the result becomes another, `result-changed` says so.",
  },
  "response-media-type-removed": {
    title: "A response no longer comes in a media type",
    wire: "major",
    types: "major",
    reason: "Clients that ask for it are refused, and its key under `content` is gone.",
    advice: "Ask for one of the media types that are left.",
  },
  "response-media-type-respelled": {
    title: "A media type of a response is spelled in another way",
    wire: "none",
    types: "major",
    reason: "Case, spaces and `charset=utf-8` mean nothing on the wire; the text is a key in the types.",
    advice: "Use the new spelling.",
  },
  "response-media-type-parameters-changed": {
    title: "The parameters of a response's media type change",
    wire: "major",
    types: "major",
    reason: "A parameter such as a version or a profile says what the body holds.",
    advice: "Read the new media type.",
    oasdiff: "reports a removed and an added media type.",
  },
  "response-body-added": {
    title: "A response gets a body",
    wire: "minor",
    types: "minor",
    reason: "Clients ignored what was not there.",
  },
  "response-body-removed": {
    title: "A response loses its body",
    wire: "major",
    types: "major",
    reason: "Readers lose the value and stop compiling.",
    advice: "Stop reading the body.",
  },
  "response-header-added": {
    title: "A response header is added",
    wire: "minor",
    types: "minor",
    reason: "Clients ignore headers that they do not know.",
  },
  "response-header-removed": {
    title: "A response header is removed",
    wire: "major",
    types: "major",
    reason: "Readers lose the value and its type.",
    advice: "Stop reading the header.",
    oasdiff:
      "INFO for an optional header, since clients must expect it to be absent. Those that read it lose it.",
  },
  "response-header-respelled": {
    title: "A response header is spelled in another case",
    wire: "none",
    types: "major",
    reason: "Header names ignore case; the key in the types does not.",
    advice: "Use the new spelling.",
  },
  "response-header-became-required": {
    title: "A response header is always sent",
    wire: "minor",
    types: "minor",
    reason: "More is promised than before.",
  },
  "response-header-became-optional": {
    title: "A response header may be missing",
    wire: "major",
    types: "major",
    reason: "Readers that use it without a check fail, and stop compiling.",
    advice: "Check that the header is there.",
  },
} as const satisfies Record<string, Rule>;
