import type { Rule } from "../rule.ts";

export const requestBodyRules = {
  "required-request-body-added": {
    title: "A required request body is added",
    wire: "major",
    types: "major",
    reason: "Callers do not send one yet, and their calls do not compile without it.",
    advice: "Give a body in every call.",
  },
  "optional-request-body-added": {
    title: "An optional request body is added",
    wire: "minor",
    types: "minor",
    reason: "Callers need not send it.",
  },
  "request-body-removed": {
    title: "The request body is removed",
    wire: "major",
    types: "major",
    reason: "What callers send has no place any more and does not compile.",
    advice: "Stop sending a body.",
  },
  "request-body-became-required": {
    title: "An optional request body becomes required",
    wire: "major",
    types: "major",
    reason: "Calls without it are refused and do not compile.",
    advice: "Give a body in every call.",
  },
  "request-body-became-optional": {
    title: "A required request body becomes optional",
    wire: "minor",
    types: "minor",
    reason: "Calls that give it stay valid.",
  },
  "request-media-type-added": {
    title: "A request body may come in one more media type",
    wire: "minor",
    types: "minor",
    reason: "What callers send stays valid.",
  },
  "request-media-type-removed": {
    title: "A request body may no longer come in a media type",
    wire: "major",
    types: "major",
    reason: "The service refuses it with 415, and naming it does not compile.",
    advice: "Send one of the media types that are left.",
  },
  "request-media-type-respelled": {
    title: "A media type of a request body is spelled in another way",
    wire: "none",
    types: "major",
    reason: "Case, spaces and `charset=utf-8` mean nothing on the wire; the text is a literal in the types.",
    advice: "Use the new spelling.",
  },
  "request-media-type-parameters-changed": {
    title: "The parameters of a request body's media type change",
    wire: "major",
    types: "major",
    reason: "A parameter such as a version or a profile says what the body holds.",
    advice: "Send the new media type.",
    oasdiff: "reports a removed and an added media type.",
  },
  "default-media-type-changed": {
    title: "Another media type is sent where the caller names none",
    wire: "none",
    types: "major",
    reason: "Calls without `contentType` take the body of the new default.",
    advice: "Name the `contentType`.",
  },
  "request-encoding-changed": {
    title: "The parts of a form are encoded in another way",
    wire: "major",
    types: "none",
    reason: "The service reads another spelling of the same parts.",
    advice: "Regenerate clients.",
  },
} as const satisfies Record<string, Rule>;
