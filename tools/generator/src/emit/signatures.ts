import type { Model, Operation, Parameter } from "../model/model.ts";
import { sourceLiteral } from "../names.ts";
import { type CallForm, exampleCall } from "./example-call.ts";
import type { Imports } from "./imports.ts";
import { printType } from "./print-type.ts";
import { docComment, docText } from "./source-text.ts";

/** The parameter that can be bound once, if the operation has it. */
export function scopeOf(operation: Operation, scope: string | undefined): Parameter | undefined {
  return operation.parameters.find((parameter) => parameter.key === scope && parameter.location === "path");
}

export function hasArguments(operation: Operation, without?: string): boolean {
  return operation.body !== undefined || operation.parameters.some(({ key }) => key !== without);
}

/** The parameters of a method or function behind the context, and what it returns. */
export function signature(operation: Operation, imports: Imports, scope?: string): string {
  const isNeeded =
    operation.body?.required || operation.parameters.some(({ required, key }) => required && key !== scope);
  const name = scope === undefined ? operation.argumentsName : (operation.scopedArgumentsName ?? "");
  const type = hasArguments(operation, scope)
    ? imports.type(name, "arguments")
    : imports.runtimeType("NoArguments");
  return `args${isNeeded ? "" : "?"}: ${type}, options?: ${imports.runtimeType("CallOptions")}): ${resultType(operation, imports)}`;
}

function resultType({ result, paging }: Operation, imports: Imports): string {
  const body = () => printType(result.type, imports);
  switch (result.kind) {
    case "none":
      return "Promise<void>";
    case "existence":
      return "Promise<boolean>";
    case "optional":
      return `Promise<${body()} | undefined>`;
    case "pages": {
      const type = body();
      const list = `${type}[${sourceLiteral(paging?.itemsKey ?? "")}]`;
      const item = paging?.itemsOptional ? `NonNullable<${list}>[number]` : `${list}[number]`;
      return `${imports.runtimeType("PagedResult")}<${item}, ${type}>`;
    }
    default:
      return `Promise<${body()}>`;
  }
}

/** Returns the TSDoc comment of an operation. */
export function operationComment(model: Model, operation: Operation, form: CallForm, indent = ""): string {
  const doc: (string | undefined)[] = [docText(operation.summary), docText(operation.description)];
  doc.push(`\`${operation.method} ${operation.path}\``);
  if (operation.result.kind === "existence") {
    doc.push(
      `@returns \`true\` after a success, \`false\` after a 404 with ${codeList(operation.existenceCodes)}. Other responses throw.`,
    );
  } else if (operation.result.kind === "pages") {
    doc.push("@returns An async iterable of the items. Pages are requested as you iterate.");
  } else if (operation.result.kind === "optional") {
    doc.push("@returns The body of the response, or `undefined` if it has none.");
  } else if (operation.result.kind === "data" && operation.result.description) {
    doc.push(`@returns ${docText(operation.result.description)}`);
  }
  if (operation.absenceCodes.length > 0)
    doc.push(`A 404 with ${codeList(operation.absenceCodes)} counts as success.`);
  if (operation.parameters.some(({ location }) => location === "path")) {
    doc.push(
      "@throws {InvalidPathParameterError} If a path value is not valid or would change the route. Nothing is sent.",
    );
  }
  const statuses = operation.errorStatuses.join(", ");
  doc.push(
    `@throws {${model.names.error}} If the response is not a success${statuses && ` (documented: ${statuses})`}.`,
  );
  if (operation.result.kind === "pages")
    doc.push(
      "@throws {PagingError} While iterating, if the next page cannot be requested or the pages do not end.",
    );
  const sample = exampleCall(operation, form);
  if (sample !== undefined) doc.push(`@example\n\`\`\`ts\n${sample}\n\`\`\``);
  if (operation.link !== undefined) doc.push(`@see ${operation.link}`);
  if (operation.deprecated) doc.push("@deprecated");
  return docComment(doc, indent);
}

/** `` `A` or `B` `` */
export function codeList(codes: readonly string[]): string {
  return codes.map((code) => `\`${code}\``).join(" or ");
}
