import { type JsonObject, type JsonValue, isObject, join } from "../document.ts";

/** Keys under which data stands, in which nothing is a reference or an extension. */
const dataKeys = new Set(["example", "default", "const", "enum", "mapping"]);

/** Visits every object of the document but example data, with its pointer. */
export function walk(root: JsonValue, visit: (value: JsonObject, pointer: string) => void): void {
  const step = (value: JsonValue | undefined, pointer: string, key: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) step(item, join(pointer, index), key);
    } else if (isObject(value)) {
      visit(value, pointer);
      for (const [name, member] of Object.entries(value)) {
        const isName = ["properties", "schemas", "parameters", "headers", "responses", "paths"].includes(key);
        const isData = !isName && (dataKeys.has(name) || (name === "value" && key === "examples-entry"));
        const isExamples = name === "examples" && !isName;
        if (isData || (isExamples && Array.isArray(member))) continue;
        step(
          member,
          join(pointer, name),
          isExamples ? "examples" : key === "examples" ? "examples-entry" : name,
        );
      }
    }
  };
  step(root, "#", "");
}
