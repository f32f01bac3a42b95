import ts from "typescript";
import { type JsonObject, type JsonValue, isObject, objectAt } from "../json.ts";
import { schemaReference } from "../model/type.ts";
import { toPascalCase, uniqueName } from "../names.ts";
import { partsOf } from "../validate-references.ts";

/**
 * Gives schemas that contain themselves through lists alone (a JSON value: text, number or a list of JSON values) a type
 * alias each. TypeScript takes such a type under a name of its own only, not as a property of `components["schemas"]`.
 */
export function nameRecursiveSchemas(nodes: readonly ts.Node[], document: JsonObject): ts.Node[] {
  const recursive = findListRecursion(document);
  if (recursive.length === 0) return [...nodes];
  const taken = new Set(["paths", "webhooks", "components", "operations", "$defs"]);
  const names = new Map(recursive.map((name) => [name, uniqueName(`${toPascalCase(name)}Schema`, taken)]));
  const aliases: ts.Node[] = [];

  const useNames = <T extends ts.Node>(node: T): T =>
    ts.visitNode(node, function visit(inner: ts.Node): ts.Node {
      const name = names.get(componentSchemaOf(inner) ?? "");
      return name === undefined
        ? ts.visitEachChild(inner, visit, undefined)
        : ts.factory.createTypeReferenceNode(name);
    }) as T;

  const giveName = (member: ts.Node): ts.Node => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return member;
    const name = names.get(propertyName(member) ?? "");
    if (name === undefined) return member;
    aliases.push(
      ts.factory.createTypeAliasDeclaration(
        [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)],
        name,
        undefined,
        useNames(member.type),
      ),
    );
    const replaced = ts.factory.createPropertySignature(
      member.modifiers,
      member.name,
      member.questionToken,
      ts.factory.createTypeReferenceNode(name),
    );
    ts.setSyntheticLeadingComments(replaced, ts.getSyntheticLeadingComments(member));
    return replaced;
  };

  const rewritten = nodes.map((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") return node;
    const members = node.members.map((section) => {
      if (!ts.isPropertySignature(section) || propertyName(section) !== "schemas") return section;
      if (section.type === undefined || !ts.isTypeLiteralNode(section.type)) return section;
      return ts.factory.createPropertySignature(
        section.modifiers,
        section.name,
        section.questionToken,
        ts.visitEachChild(section.type, giveName, undefined),
      );
    });
    return ts.factory.createInterfaceDeclaration(
      node.modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      members,
    );
  });
  return [...rewritten, ...aliases];
}

/** Names of component schemas that lead back to themselves through references, compositions and lists. */
function findListRecursion(document: JsonObject): string[] {
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const next = new Map<string, Set<string>>();
  for (const [name, schema] of Object.entries(schemas)) {
    const found = new Set<string>();
    collect(schema, found);
    next.set(name, found);
  }
  return [...next.keys()].filter((name) => {
    const seen = new Set<string>();
    const queue = [...(next.get(name) ?? [])];
    for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
      if (current === name) return true;
      if (seen.has(current)) continue;
      seen.add(current);
      queue.push(...(next.get(current) ?? []));
    }
    return false;
  });

  function collect(value: JsonValue | undefined, found: Set<string>): void {
    if (!isObject(value)) return;
    const reference = schemaReference(value);
    if (reference !== undefined) found.add(reference);
    else for (const part of partsOf(document, value)) collect(part, found);
    collect(value.items, found);
    if (Array.isArray(value.prefixItems)) for (const item of value.prefixItems) collect(item, found);
  }
}

function propertyName({ name }: ts.PropertySignature): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

/** `X` of `components["schemas"]["X"]`. */
function componentSchemaOf(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: section } = node.objectType;
  if (!ts.isTypeReferenceNode(root) || !ts.isIdentifier(root.typeName) || root.typeName.text !== "components")
    return undefined;
  return textOf(section) === "schemas" ? textOf(node.indexType) : undefined;
}

function textOf(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}
