import { directed } from "../rule.ts";

export const schemaObjectRules = directed({
  "required-property-added": {
    title: "A required property is added",
    request: {
      wire: "major",
      types: "major",
      reason: "Callers do not send it yet.",
      advice: "Give the property in every call.",
    },
    response: {
      wire: "minor",
      types: "minor",
      reason: "Readers ignore properties that they do not know, as this policy asks of them.",
    },
  },
  "optional-property-added": {
    title: "An optional property is added",
    request: { wire: "minor", types: "minor", reason: "Callers need not send it." },
    response: {
      wire: "minor",
      types: "minor",
      reason: "Readers ignore properties that they do not know, as this policy asks of them.",
    },
  },
  "property-removed": {
    title: "A property is removed",
    request: {
      wire: "major",
      types: "major",
      reason: "What it said has no place any more, a closed object refuses it, and it does not compile.",
      advice: "Stop sending the property.",
      oasdiff:
        "WARN, since an open object may ignore the property. What callers asked for by it is lost all the same.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers lose the value and stop compiling.",
      advice: "Stop reading the property.",
      oasdiff:
        "INFO for an optional property, since readers must expect it to be absent. Absent for ever is a loss.",
    },
  },
  "property-renamed": {
    title: "A property gets another name",
    request: {
      wire: "major",
      types: "major",
      reason: "The old name is not understood any more and does not compile.",
      advice: "Use the new name.",
      oasdiff: "reports a removed and an added property.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "Nothing comes under the old name, and it does not compile.",
      advice: "Use the new name.",
      oasdiff: "reports a removed and an added property.",
    },
  },
  "property-became-required": {
    title: "An optional property becomes required",
    request: {
      wire: "major",
      types: "major",
      reason: "Calls without it are refused and do not compile.",
      advice: "Give the property in every call.",
    },
    response: { wire: "minor", types: "minor", reason: "Readers may stop checking whether it is there." },
  },
  "property-became-optional": {
    title: "A required property becomes optional",
    request: { wire: "minor", types: "minor", reason: "Calls that give it stay valid." },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers that use it without a check fail, and stop compiling.",
      advice: "Check that the property is there before you use it.",
    },
  },
  "undeclared-property-required": {
    title: "A property that the document does not describe becomes required",
    request: {
      wire: "major",
      types: "none",
      reason: "Calls without it are refused; the types do not know it.",
      advice: "Give the property in every call.",
    },
    response: { wire: "minor", types: "none", reason: "More is promised than before." },
  },
  "undeclared-property-optional": {
    title: "A property that the document does not describe is no longer required",
    request: { wire: "minor", types: "none", reason: "Calls that give it stay valid." },
    response: {
      wire: "major",
      types: "none",
      reason: "Readers that use it without a check fail; the types do not know it.",
      advice: "Check that the property is there before you use it.",
    },
  },
  "additional-properties-closed": {
    title: "Properties that are not listed are no longer valid",
    request: {
      wire: "major",
      types: "none",
      reason: "Calls that send others are refused. The types never had them.",
      advice: "Send none but the listed properties.",
    },
    response: { wire: "minor", types: "none", reason: "Less may come than before." },
  },
  "additional-properties-opened": {
    title: "Properties that are not listed become valid",
    request: { wire: "minor", types: "none", reason: "What callers send stays valid." },
    response: {
      wire: "minor",
      types: "none",
      reason: "Readers ignore properties that they do not know, as this policy asks of them.",
      oasdiff: "no rule of its own; by its law a response that widens would be ERR.",
    },
  },
  "index-signature-added": {
    title: "Other properties get a declared type",
    request: {
      wire: "none",
      types: "major",
      reason:
        "The type gets an index signature, with which a value of an interface type does not fit any more.",
      advice: "Give an object literal or a type alias.",
    },
    response: { wire: "none", types: "minor", reason: "Keys that were not listed can be read." },
  },
  "index-signature-removed": {
    title: "Other properties lose their declared type",
    request: {
      wire: "none",
      types: "major",
      reason: "The type loses its index signature: a literal with other keys does not compile.",
      advice: "Send none but the listed properties.",
    },
    response: {
      wire: "none",
      types: "major",
      reason: "The type loses its index signature: reading other keys does not compile.",
      advice: "Read none but the listed properties.",
    },
  },
  "property-became-read-only": {
    title: "A property becomes read-only",
    request: {
      wire: "major",
      types: "none",
      reason: "The service does not take it any more.",
      advice: "Stop sending the property.",
      oasdiff: "INFO: it takes readOnly for a note.",
    },
    response: { wire: "none", types: "patch", reason: "It comes as before; the type says `readonly`." },
  },
  "property-became-not-read-only": {
    title: "A property is no longer read-only",
    request: { wire: "minor", types: "patch", reason: "Callers may send it." },
    response: { wire: "none", types: "patch", reason: "It comes as before." },
  },
  "property-became-not-read-only-and-is-required": {
    title: "A required property is no longer read-only",
    request: {
      wire: "major",
      types: "patch",
      reason: "Requests had no need of it and have now.",
      advice: "Give the property in every call.",
    },
    response: { wire: "none", types: "patch", reason: "It comes as before." },
  },
  "property-became-write-only": {
    title: "A property becomes write-only",
    request: { wire: "none", types: "patch", reason: "It is sent as before." },
    response: {
      wire: "major",
      types: "patch",
      reason: "It does not come any more; the type keeps it.",
      advice: "Stop reading the property.",
    },
  },
  "property-became-not-write-only": {
    title: "A property is no longer write-only",
    request: { wire: "none", types: "patch", reason: "It is sent as before." },
    response: { wire: "minor", types: "patch", reason: "It comes in addition." },
  },
});
