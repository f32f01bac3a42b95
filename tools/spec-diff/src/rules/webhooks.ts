import type { Rule } from "../rule.ts";

export const webhookRules = {
  "webhook-added": {
    title: "A webhook or callback is added",
    wire: "minor",
    types: "none",
    reason: "The service calls only applications that asked for it.",
  },
  "webhook-removed": {
    title: "A webhook or callback is removed",
    wire: "major",
    types: "major",
    reason: "Receivers are not called any more; its key under `operations` is gone.",
    advice: "Do not wait for the call.",
  },
  "webhook-changed": {
    title: "A webhook or callback is called, or answered, in another way",
    wire: "major",
    types: "major",
    reason:
      "Parameters, statuses, media types or headers change. What its bodies hold is judged like any schema: the service sends the request and reads the response.",
    advice: "Receive the call in its new form.",
    oasdiff: "has rules for webhooks that come and go, none for what they hold.",
  },
} as const satisfies Record<string, Rule>;
