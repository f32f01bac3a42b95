import { type Document, isObject, join, valueAt } from "../document.ts";
import { type Problem, problemAt } from "./problem.ts";
import { walk } from "./walk.ts";

/** Broken references and operation IDs that are missing or not unique. Everything else relies on these. */
export function checkStructure(document: Document): Problem[] {
  const problems: Problem[] = [];
  walk(document.root, (value, pointer) => {
    const reference = value.$ref;
    if (typeof reference !== "string") return;
    if (!reference.startsWith("#/")) {
      problems.push(problemAt(document, pointer, `$ref ${reference} leaves the document: expected #/…`));
    } else if (valueAt(document.root, reference) === undefined) {
      problems.push(
        problemAt(document, pointer, `$ref ${reference} leads nowhere: expected a place in this document`),
      );
    }
  });

  const lines = new Map<string, number>();
  const paths = isObject(document.root.paths) ? document.root.paths : {};
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(isObject(item) ? item : {})) {
      if (method === "parameters" || !isObject(operation)) continue;
      const pointer = join("#/paths", path, method);
      const id = operation.operationId;
      if (typeof id !== "string") {
        problems.push(problemAt(document, pointer, "operationId is missing: expected a unique name"));
        continue;
      }
      const first = lines.get(id);
      if (first !== undefined) {
        const message = `operationId ${id} is used in line ${first} already: expected a unique name`;
        problems.push(problemAt(document, join(pointer, "operationId"), message));
      } else lines.set(id, document.lineOf(join(pointer, "operationId")));
    }
  }
  return problems;
}
