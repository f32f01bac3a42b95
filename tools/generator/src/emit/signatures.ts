import { exampleCall } from "../model/example.ts";
import type { Model, Operation, Parameter } from "../model/model.ts";
import { sourceLiteral, toPascalCase } from "../names.ts";
import { docComment, docText } from "./source-text.ts";

/** The parameter that can be bound once, if the operation has it. */
export function scopeOf(operation: Operation, scope: string): Parameter | undefined {
  return operation.parameters.find((one) => one.key === scope && one.location === "path");
}

/** `SendToUserArguments`, and without the scope `SendToUserInHubArguments`. */
export function argumentsName(operation: Operation, scope?: string): string {
  return `${operation.typeName}${scope === undefined ? "" : `In${toPascalCase(scope)}`}Arguments`;
}

export function hasArguments(operation: Operation, without?: string): boolean {
  return operation.body !== undefined || operation.parameters.some(({ key }) => key !== without);
}

/** The arguments of a method or function, as they are declared: `args: SendToUserArguments`. */
export function argumentsParameter(operation: Operation, scope?: string): string {
  const isNeeded =
    operation.body?.required || operation.parameters.some((one) => one.required && one.key !== scope);
  const type = hasArguments(operation, scope) ? argumentsName(operation, scope) : "NoArguments";
  return `args${isNeeded ? "" : "?"}: ${type}`;
}

export function resultType(operation: Operation): string {
  const { kind, type } = operation.result;
  switch (kind) {
    case "none":
      return "Promise<void>";
    case "existence":
      return "Promise<boolean>";
    case "optional":
      return `Promise<${type} | undefined>`;
    case "pages":
      return `PagedResult<${itemType(operation)}, ${type}>`;
    default:
      return `Promise<${type}>`;
  }
}

function itemType({ result, paging }: Operation): string {
  const list = `${result.type}[${sourceLiteral(paging?.itemsKey ?? "")}]`;
  return paging?.itemsOptional ? `NonNullable<${list}>[number]` : `${list}[number]`;
}

/** How an operation is called: as a function, as a method, or as a method with the scope bound. */
export type CallForm = "function" | "method" | { readonly scope: string };

/** The comment of an operation. */
export function operationComment(model: Model, operation: Operation, form: CallForm, indent = ""): string {
  const errorName = `${model.client.name}Error`;
  const doc: (string | undefined)[] = [docText(operation.summary), docText(operation.description)];
  doc.push(`\`${operation.method} ${operation.path}\``);
  if (operation.result.kind === "existence") {
    doc.push(
      `@returns \`false\` only when the service says so (404 with ${codeList(operation.existenceCodes)}).`,
    );
  } else if (operation.result.kind === "pages") {
    doc.push("@returns An iterator over the items; pages are fetched as they are needed.");
  } else if (operation.result.kind === "optional") {
    doc.push("@returns The body of the response, or `undefined` where the service sent none.");
  } else if (operation.result.kind === "data" && operation.result.description) {
    doc.push(`@returns ${docText(operation.result.description)}`);
  }
  if (operation.absenceCodes.length > 0)
    doc.push(`A 404 with ${codeList(operation.absenceCodes)} counts as done.`);
  if (operation.parameters.some(({ location }) => location === "path")) {
    doc.push(
      "@throws {InvalidPathParameterError} before anything is sent, when a value would change the route.",
    );
  }
  const statuses = operation.errorStatuses.join(", ");
  doc.push(
    `@throws {${errorName}} when the service answers with anything but success${statuses && `; the document names ${statuses}`}.`,
  );
  if (operation.result.kind === "pages")
    doc.push("@throws {PagingError} while iterating, when the pages do not come to an end.");
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

/** `import type { … }` of the schemas that stand in a text; nothing where none does. */
export function schemaImport(model: Model, types: readonly string[], typesModule: string): string {
  const code = types.join(" ").replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  const used = new Set(code.match(/[\p{ID_Start}_$][\p{ID_Continue}$]*/gu));
  const names = [
    ...model.schemas
      .filter(({ local }) => used.has(local))
      .map(({ alias, local }) => (alias === local ? alias : `${alias} as ${local}`)),
    ...(used.has("paths") ? ["paths"] : []),
  ];
  return names.length === 0
    ? ""
    : `import type { ${names.toSorted().join(", ")} } from ${sourceLiteral(typesModule)};\n`;
}
