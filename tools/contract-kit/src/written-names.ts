import { readFileSync } from "node:fs";

/**
 * Operation ids and schema names as they stand in the text of a document, found without a YAML parser: what says that no
 * judge has left one out must not come from the reader that the judges use.
 */
export function writtenNames(file: string): {
  readonly operations: readonly string[];
  readonly schemas: readonly string[];
} {
  const text = readFileSync(file, "utf8");
  const [, schemas = ""] = /^ {2}schemas:\n((?: {4}.*\n|\n)*)/m.exec(text) ?? [];
  return {
    operations: [...text.matchAll(/^ +operationId: (\w+)$/gm)].map(([, name = ""]) => name),
    schemas: [...schemas.matchAll(/^ {4}(\w+):$/gm)].map(([, name = ""]) => name),
  };
}
