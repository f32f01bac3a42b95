import { createRequire } from "node:module";
import type * as ajv2020 from "ajv/dist/2020.js";
import type { Document } from "./document.ts";

// Both packages are CommonJS whose default export NodeNext types and Node's runtime see differently.
const require = createRequire(import.meta.url);
const { Ajv2020 } = require("ajv/dist/2020.js") as typeof ajv2020;
const addFormats = require("ajv-formats") as unknown as (ajv: InstanceType<typeof Ajv2020>) => void;

export interface Validators {
  /** What is wrong with the value by the schema at the pointer; empty when nothing is. */
  problems(pointer: string, value: unknown): string[];
}

const made = new WeakMap<object, Validators>();

/** JSON Schema 2020-12 validators for every schema of the document, compiled when first asked for. */
export function validatorsOf(document: Document): Validators {
  const existing = made.get(document.root);
  if (existing) return existing;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats(ajv);
  ajv.addSchema(document.root, "spec:document");
  const compiled = new Map<string, ajv2020.ValidateFunction>();
  const validators: Validators = {
    problems(pointer, value) {
      let validate = compiled.get(pointer);
      if (!validate) {
        validate = ajv.compile({ $ref: `spec:document${encodeURI(pointer)}` });
        compiled.set(pointer, validate);
      }
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${instancePath || "value"} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
  made.set(document.root, validators);
  return validators;
}
