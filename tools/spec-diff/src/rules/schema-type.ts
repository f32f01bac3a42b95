import { directed } from "../rule.ts";

export const schemaTypeRules = directed({
  "type-changed": {
    title: "The type of a value changes",
    request: {
      wire: "major",
      types: "major",
      reason: "What callers send is refused, and their values do not fit the new type.",
      advice: "Send a value of the new type.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers get another type than they parse and compile against.",
      advice: "Read the value as the new type.",
    },
  },
  "type-widened": {
    title: "More types are valid",
    request: { wire: "minor", types: "minor", reason: "What callers send stays valid." },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers meet a type that they do not handle.",
      advice: "Handle the added type before you use the value.",
    },
  },
  "type-narrowed": {
    title: "Fewer types are valid",
    request: {
      wire: "major",
      types: "major",
      reason: "A type that callers may send is refused.",
      advice: "Send one of the types that are left.",
    },
    response: { wire: "minor", types: "minor", reason: "Readers handle what is left already." },
  },
  "number-widened": {
    title: "An integer becomes a number",
    request: {
      wire: "minor",
      types: "none",
      reason: "Integers stay valid; both are `number` in TypeScript.",
    },
    response: {
      wire: "major",
      types: "none",
      reason: "Readers in languages that know integers meet fractions; both are `number` in TypeScript.",
      advice: "Do not rely on the value being whole.",
    },
  },
  "number-narrowed": {
    title: "A number becomes an integer",
    request: {
      wire: "major",
      types: "none",
      reason: "Fractions are refused; both are `number` in TypeScript.",
      advice: "Send whole numbers.",
    },
    response: { wire: "minor", types: "none", reason: "Every integer is a number." },
  },
  "format-changed": {
    title: "The format of a value is added or becomes another",
    request: {
      wire: "major",
      types: "none",
      reason: "What was a valid text or number may be refused; the type stays `string` or `number`.",
      advice: "Send values in the new format.",
    },
    response: {
      wire: "major",
      types: "none",
      reason: "Readers parse by the format; the type stays `string` or `number`.",
      advice: "Parse the new format.",
    },
  },
  "format-widened": {
    title: "The format of a value is dropped or takes in more",
    request: { wire: "minor", types: "none", reason: "Every value of the old format stays valid." },
    response: {
      wire: "major",
      types: "none",
      reason: "Readers that parse by the format, or keep 32 bits, meet values that do not fit.",
      advice: "Do not rely on the old format.",
    },
  },
  "format-narrowed": {
    title: "A value gets a format, or one that takes in less",
    request: {
      wire: "major",
      types: "none",
      reason: "Values outside the format are refused.",
      advice: "Send values in the format.",
    },
    response: { wire: "minor", types: "none", reason: "Every value of the format could come before." },
  },
  "bytes-changed": {
    title: "A value becomes bytes, or stops being bytes",
    request: {
      wire: "major",
      types: "major",
      reason: "`format: binary` is `Uint8Array | Blob` in the types and raw bytes in the body.",
      advice: "Send the value in its new form.",
    },
    response: {
      wire: "major",
      types: "major",
      reason: "`format: binary` is bytes in the types and in the body.",
      advice: "Read the value in its new form.",
    },
  },
  "nullable-added": {
    title: "A value may be null",
    request: { wire: "minor", types: "minor", reason: "Callers need not send null." },
    response: {
      wire: "major",
      types: "major",
      reason: "Readers that use the value without a check fail, and stop compiling.",
      advice: "Check for null before you use the value.",
    },
  },
  "nullable-removed": {
    title: "A value may no longer be null",
    request: {
      wire: "major",
      types: "major",
      reason: "Callers that send null are refused.",
      advice: "Leave the value out, or send one.",
    },
    response: { wire: "minor", types: "minor", reason: "A check for null stays valid and is never true." },
  },
});
