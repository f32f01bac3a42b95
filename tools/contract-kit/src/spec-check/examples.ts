import { type Document, type JsonObject, type JsonValue, isObject, join } from "../document.ts";
import { readOperations } from "../operations.ts";
import { validatorsOf } from "../validators.ts";
import { type Problem, problemAt } from "./problem.ts";
import { walk } from "./walk.ts";

/** Examples that do not validate, and operations that lack one. */
export function checkExamples(document: Document): Problem[] {
  const problems: Problem[] = [];
  const validators = validatorsOf(document);
  walk(document.root, (value, pointer) => {
    if (!isObject(value.schema)) {
      if (Array.isArray(value.examples) && value.type !== undefined)
        validate(pointer, listed(value.examples, pointer));
      return;
    }
    validate(join(pointer, "schema"), [...single(value, pointer), ...named(document, value, pointer)]);
  });

  function validate(schema: string, examples: readonly Example[]): void {
    for (const example of examples) {
      for (const text of validators.problems(schema, example.value)) {
        problems.push(problemAt(document, example.pointer, `the example does not validate: ${text}`));
      }
    }
  }

  for (const operation of readOperations(document)) {
    for (const parameter of operation.parameters) {
      if (parameter.example !== undefined) continue;
      const message = `${operation.operationId}: parameter ${parameter.name} has no example: expected one`;
      problems.push(problemAt(document, operation.pointer, message));
    }
    if (operation.body?.content.has("application/json") && !operation.body.examples.has("application/json")) {
      problems.push(
        problemAt(
          document,
          operation.pointer,
          `${operation.operationId}: the body has no example: expected one`,
        ),
      );
    }
  }
  return problems;
}

interface Example {
  readonly pointer: string;
  readonly value: JsonValue;
}

function single(owner: JsonObject, pointer: string): Example[] {
  return owner.example === undefined ? [] : [{ pointer: join(pointer, "example"), value: owner.example }];
}

function named(document: Document, owner: JsonObject, pointer: string): Example[] {
  if (!isObject(owner.examples)) return [];
  return Object.keys(owner.examples).flatMap((name) => {
    const at = document.resolve(join(pointer, "examples", name));
    return isObject(at.value) && at.value.value !== undefined
      ? [{ pointer: join(at.pointer, "value"), value: at.value.value }]
      : [];
  });
}

function listed(examples: readonly JsonValue[], pointer: string): Example[] {
  return examples.map((value, index) => ({ pointer: join(pointer, "examples", index), value }));
}
