import ts from "typescript";
import { type Document, type JsonObject, isObject } from "../document.ts";
import { readOperations } from "../operations.ts";
import { schemaNames } from "../spec-file.ts";
import type { Mutant } from "./mutant.ts";

/** The generated code that is broken. */
export interface CodeUnderTest {
  /** The client's operation table, by operation ID. */
  readonly operationTable: Readonly<Record<string, JsonObject>>;
  /** Text of the declarations in which `components` and `operations` are. */
  readonly declarations: string;
}

/** Every way to break one entry of the operation table, and one member of a type. */
export function codeMutants(document: Document, code: CodeUnderTest): Mutant[] {
  return [...tableMutants(document, code), ...declarationMutants(document, code)];
}

function tableMutants(document: Document, { operationTable }: CodeUnderTest): Mutant[] {
  return Object.entries(operationTable).flatMap(([operationId, entry]) => {
    const make = (what: string, change: (entry: JsonObject) => unknown): Mutant => ({
      name: `${operationId}: table ${what}`,
      kind: "table entry",
      subject: { operationId },
      document: () => document,
      breakage: { of: "table", change },
    });
    const method = entry.method === "PUT" ? "DELETE" : "PUT";
    const retry = entry.retry === "send" ? "idempotent" : "send";
    const mutants = [
      make(`method becomes ${method}`, (changed) => (changed.method = method)),
      make("path gets another end", (changed) => (changed.path = `${String(changed.path)}x`)),
      make(`retry becomes ${retry}`, (changed) => (changed.retry = retry)),
    ];
    const result = entry.result === "none" || entry.result === "optional" ? "existence" : "none";
    mutants.push(make(`result becomes ${result}`, (changed) => (changed.result = result)));
    if (Array.isArray(entry.body) && entry.body.length > 0) {
      mutants.push(
        make("body has another media type", (changed) => (changed.body = ["application/other"])),
        make("body is gone", (changed) => delete changed.body),
      );
    }
    if (entry.absence !== undefined)
      mutants.push(make("absence is gone", (changed) => delete changed.absence));
    for (const [name, place] of Object.entries(isObject(entry.parameters) ? entry.parameters : {})) {
      if (place !== "query") continue;
      const change = (what: string, apply: (parameters: JsonObject) => unknown): void => {
        mutants.push(
          make(`parameter ${name} ${what}`, (changed) => {
            changed.parameters = structuredClone(changed.parameters);
            if (isObject(changed.parameters)) apply(changed.parameters);
          }),
        );
      };
      change("moves to the headers", (parameters) => (parameters[name] = "header"));
      change("gets another name", (parameters) => (parameters[name] = ["query", `${name}X`]));
      change("is gone", (parameters) => delete parameters[name]);
    }
    return mutants;
  });
}

/** Members of schemas, and parameters of operations: another name, another type, the other optional flag. */
function declarationMutants(document: Document, { declarations }: CodeUnderTest): Mutant[] {
  const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.ES2022, true);
  const schemas = memberType(topLevel(file, "components"), "schemas");
  const operations = topLevel(file, "operations");
  const schemasMutants = schemaNames(document).flatMap((name) =>
    membersOf(memberType(schemas, name)).flatMap((member) =>
      mutantsOf(document, declarations, name, { schema: name }, member),
    ),
  );
  const operationsMutants = readOperations(document).flatMap(({ operationId }) => {
    const parameters = memberType(memberType(operations, operationId), "parameters");
    return ["query", "path"].flatMap((place) =>
      membersOf(memberType(parameters, place)).flatMap((member) =>
        mutantsOf(document, declarations, operationId, { operationId }, member),
      ),
    );
  });
  return [...schemasMutants, ...operationsMutants];
}

function mutantsOf(
  document: Document,
  declarations: string,
  owner: string,
  subject: Mutant["subject"],
  { name, type, questionToken }: ts.PropertySignature,
): Mutant[] {
  const make = (what: string, from: number, to: number, text: string): Mutant => ({
    name: `${owner}: declared ${name.getText()} ${what}`,
    kind: "declaration",
    subject,
    document: () => document,
    breakage: {
      of: "declarations",
      text: `${declarations.slice(0, from)}${text}${declarations.slice(to)}`,
    },
  });
  const mutants = [
    make("gets another name", name.getStart(), name.getEnd(), `"${name.getText().replaceAll('"', "")}X"`),
    questionToken
      ? make("becomes required", questionToken.getStart(), questionToken.getEnd(), "")
      : make("becomes optional", name.getEnd(), name.getEnd(), "?"),
  ];
  // `unknown` takes everything, so any other type is told by what it refuses.
  if (type) mutants.push(make("gets another type", type.getStart(), type.getEnd(), "symbol"));
  return mutants;
}

function topLevel(file: ts.SourceFile, name: string): readonly ts.TypeElement[] {
  const found = file.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
  );
  return found?.members ?? [];
}

function memberType(owner: readonly ts.TypeElement[], name: string): readonly ts.TypeElement[] {
  const found = membersOf(owner).find((one) => one.name.getText().replaceAll('"', "") === name);
  return found?.type && ts.isTypeLiteralNode(found.type) ? found.type.members : [];
}

function membersOf(elements: readonly ts.TypeElement[]): ts.PropertySignature[] {
  return elements.filter((one) => ts.isPropertySignature(one));
}
