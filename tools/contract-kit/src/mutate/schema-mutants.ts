import { type Document, type JsonObject, isObject, join } from "../document.ts";
import { schemaNames } from "../spec-file.ts";
import { type Kind, type Mutant, changed, objectAt, renameKey } from "./mutant.ts";

/** Every way to break one thing of one schema under `components/schemas`. */
export function schemaMutants(document: Document): Mutant[] {
  return schemaNames(document).flatMap((name) => {
    const pointer = join("#/components/schemas", name);
    const schema = objectAt(document.root, pointer);
    const required = Array.isArray(schema.required) ? schema.required : [];
    const properties = isObject(schema.properties) ? schema.properties : {};
    const make = (kind: Kind, what: string, change: (schema: JsonObject) => void): Mutant => ({
      name: `${name}: ${what}`,
      kind,
      subject: { schema: name },
      document: () => changed(document, (root) => change(objectAt(root, pointer))),
    });

    return Object.entries(properties).flatMap(([key, property]) => {
      // A schema that must hold itself has no values.
      const isEndless = isObject(property) && property.$ref === pointer && !required.includes(key);
      const isRequired = required.includes(key);
      const others = required.filter((one) => one !== key);
      const mutants = [
        make("schema property", `${key} gets another name`, (changedSchema) => {
          renameKey(objectAt(changedSchema, "#/properties"), key, `${key}X`);
          if (isRequired) changedSchema.required = [...others, `${key}X`];
        }),
      ];
      if (!isEndless) {
        const what = `${key} becomes ${isRequired ? "optional" : "required"}`;
        const flipped = isRequired ? others : [...required, key];
        mutants.push(make("schema required", what, (changedSchema) => (changedSchema.required = flipped)));
      }
      const retype = (kind: Kind, what: string, type: JsonObject) =>
        mutants.push(
          make(kind, `${key} ${what}`, (changedSchema) => {
            objectAt(changedSchema, "#/properties")[key] = type;
          }),
        );
      if (isObject(property) && property.const !== undefined)
        retype("literal", "is another literal", { ...property, const: "Other" });
      else if (isObject(property) && property.type !== undefined)
        retype("schema type", "gets another type", {
          type: property.type === "boolean" ? "integer" : "boolean",
        });
      return mutants;
    });
  });
}
