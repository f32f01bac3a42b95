import { directed } from "../rule.ts";

export const schemaValueRules = directed({
  "enum-value-added": {
    title: "A closed list of values grows",
    request: { wire: "minor", types: "minor", reason: "Callers may go on sending the values they know." },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers meet a value that they do not handle; an exhaustive `switch` stops compiling.",
      advice: "Handle the added value.",
    },
  },
  "enum-value-removed": {
    title: "A closed list of values shrinks",
    request: {
      wire: "major",
      types: "major",
      reason: "A value that callers may send is refused and does not compile.",
      advice: "Send one of the values that are left.",
    },
    response: {
      wire: "minor",
      types: "major",
      reason: "The value does not come any more; a comparison with it stops compiling.",
      advice: "Remove the code for the value.",
      oasdiff: "INFO: it looks at the wire alone.",
    },
  },
  "enum-introduced": {
    title: "Any value becomes one of a closed list",
    request: {
      wire: "major",
      types: "major",
      reason: "Other values are refused and do not compile.",
      advice: "Send one of the listed values.",
    },
    response: { wire: "minor", types: "minor", reason: "Every listed value could come before." },
  },
  "enum-dropped": {
    title: "A closed list of values becomes any value",
    request: { wire: "minor", types: "minor", reason: "The listed values stay valid." },
    response: {
      wire: "major",
      types: "major",
      reason:
        "Readers meet values outside the list; the type becomes wider than the union they compile against.",
      advice: "Handle values outside the old list.",
    },
  },
  "known-value-added": {
    title: "An open list of values names one more",
    request: { wire: "minor", types: "none", reason: "The list is open: the value was valid before." },
    response: { wire: "minor", types: "none", reason: "The list is open: readers expect values outside it." },
  },
  "known-value-removed": {
    title: "An open list of values names one fewer",
    request: { wire: "patch", types: "none", reason: "The list is open: the value stays valid." },
    response: { wire: "patch", types: "none", reason: "The list is open: the value may still come." },
  },
  "default-added": {
    title: "A value gets a default",
    request: {
      wire: "minor",
      types: "none",
      reason: "It says what happens when the value is left out, which nothing said before.",
    },
    response: {
      wire: "patch",
      types: "none",
      reason: "The service decides what it sends; the default is a note.",
    },
  },
  "default-changed": {
    title: "A default becomes another",
    request: {
      wire: "major",
      types: "none",
      reason: "Callers that leave the value out get another behavior from the same request.",
      advice: "Send the old default where you rely on it.",
      oasdiff:
        "INFO: the request stays valid. Valid with another meaning is a break for clients that send it.",
    },
    response: {
      wire: "patch",
      types: "none",
      reason: "The service decides what it sends; the default is a note.",
    },
  },
  "default-removed": {
    title: "A value loses its default",
    request: {
      wire: "major",
      types: "none",
      reason: "Nothing says any more what happens when the value is left out.",
      advice: "Send the old default where you rely on it.",
      oasdiff:
        "INFO: the request stays valid. Valid with another meaning is a break for clients that send it.",
    },
    response: {
      wire: "patch",
      types: "none",
      reason: "The service decides what it sends; the default is a note.",
    },
  },
});
