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
      const mutants: Mutant[] = [
        make("schema property", `${key} gets another name`, (changedSchema) => {
          renameKey(objectAt(changedSchema, "#/properties"), key, `${key}X`);
          if (Array.isArray(changedSchema.required)) {
            changedSchema.required = changedSchema.required.map((one) => (one === key ? `${key}X` : one));
          }
        }),
        ...(isEndless
          ? []
          : [
              make(
                "schema required",
                `${key} becomes ${required.includes(key) ? "optional" : "required"}`,
                (changedSchema) => {
                  changedSchema.required = required.includes(key)
                    ? required.filter((one) => one !== key)
                    : [...required, key];
                },
              ),
            ]),
      ];
      if (isObject(property) && property.const !== undefined) {
        mutants.push(
          make("literal", `${key} is another literal`, (changedSchema) => {
            objectAt(changedSchema, join("#/properties", key)).const = "Other";
          }),
        );
      } else if (isObject(property) && property.type !== undefined) {
        mutants.push(
          make("schema type", `${key} gets another type`, (changedSchema) => {
            const other = property.type === "boolean" ? "integer" : "boolean";
            objectAt(changedSchema, "#/properties")[key] = { type: other };
          }),
        );
      }
      return mutants;
    });
  });
}
