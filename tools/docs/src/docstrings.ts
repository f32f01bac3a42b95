import { relative } from "node:path";
import ts from "typescript";
import { compilerOptions } from "./compiler-options.ts";
import { findCodeBlocks } from "./markdown.ts";

/** A name that a package exports, or a member of such a thing, as its source documents it. */
export interface DocumentedSymbol {
  /** `createNegotiator`, `NegotiatorOptions.keys`. */
  readonly name: string;
  readonly kind: "function" | "class" | "type" | "value" | "member";
  /** Path below the root. */
  readonly file: string;
  readonly line: number;
  readonly summary: string;
  /** Names of the parameters that callers give. */
  readonly parameters: readonly string[];
  readonly tags: readonly string[];
  readonly examples: readonly Example[];
}

/** The code of an `@example`. */
export interface Example {
  /** Line of its first line of code in the source. */
  readonly line: number;
  readonly code: string;
  readonly flags: readonly string[];
}

/** Everything that an entry point exports and its own files declare, in the order of the export list. */
export function readExports(root: string, entryPoint: string): DocumentedSymbol[] {
  const program = ts.createProgram([entryPoint], compilerOptions);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entryPoint);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entryPoint} is not a module`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return (symbol.declarations ?? [])
      .filter((declaration) => !isForeign(declaration))
      .slice(0, 1)
      .flatMap((declaration) => describe(root, exported.name, declaration));
  });
}

function isForeign(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.includes("/node_modules/");
}

function describe(root: string, name: string, declaration: ts.Declaration): DocumentedSymbol[] {
  const own = documented(root, name, declaration);
  return [
    own,
    ...membersOf(declaration).map((member) => documented(root, `${name}.${memberName(member)}`, member)),
  ];
}

/** What a reader meets one by one: properties and methods that are not private. */
function membersOf(declaration: ts.Declaration): ts.Declaration[] {
  const members: ts.Declaration[] = [];
  const collect = (type: ts.Node): void => {
    if (ts.isTypeLiteralNode(type) || ts.isInterfaceDeclaration(type)) members.push(...type.members);
    else if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) type.types.forEach(collect);
    else if (ts.isParenthesizedTypeNode(type)) collect(type.type);
  };
  if (ts.isInterfaceDeclaration(declaration)) collect(declaration);
  if (ts.isTypeAliasDeclaration(declaration)) collect(declaration.type);
  if (ts.isClassDeclaration(declaration)) {
    members.push(
      ...declaration.members.filter(
        (member) =>
          (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Override)) ===
            0 &&
          !(member.name !== undefined && ts.isPrivateIdentifier(member.name)) &&
          !ts.isConstructorDeclaration(member) &&
          !ts.isClassStaticBlockDeclaration(member),
      ),
    );
  }
  return members.filter((member) => ts.getNameOfDeclaration(member) !== undefined);
}

function memberName(member: ts.Declaration): string {
  return ts.getNameOfDeclaration(member)?.getText() ?? "";
}

function documented(root: string, name: string, declaration: ts.Declaration): DocumentedSymbol {
  const source = declaration.getSourceFile();
  const holder = commentHolder(declaration);
  const docs = ts.getJSDocCommentsAndTags(holder).filter(ts.isJSDoc);
  const last = docs.at(-1);
  const tags = last?.tags ?? [];
  return {
    name,
    kind: kindOf(declaration),
    file: relative(root, source.fileName),
    line: source.getLineAndCharacterOfPosition(declaration.getStart(source)).line + 1,
    summary: (ts.getTextOfJSDocComment(last?.comment) ?? "").trim(),
    parameters: parametersOf(declaration),
    tags: tags.map((tag) => tag.tagName.text),
    examples: tags.filter((tag) => tag.tagName.text === "example").flatMap((tag) => codeOf(source, tag)),
  };
}

function commentHolder(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function kindOf(declaration: ts.Declaration): DocumentedSymbol["kind"] {
  if (ts.isFunctionDeclaration(declaration)) return "function";
  if (ts.isClassDeclaration(declaration)) return "class";
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return "type";
  if (ts.isVariableDeclaration(declaration)) return "value";
  return "member";
}

function parametersOf(declaration: ts.Declaration): string[] {
  return ts.isFunctionDeclaration(declaration) ||
    ts.isMethodDeclaration(declaration) ||
    ts.isMethodSignature(declaration)
    ? declaration.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ""))
    : [];
}

/** The fenced blocks of an example. A comment's lines start with a star, which does not belong to the code. */
function codeOf(source: ts.SourceFile, tag: ts.JSDocTag): Example[] {
  const first = source.getLineAndCharacterOfPosition(tag.getStart(source)).line;
  const last = source.getLineAndCharacterOfPosition(tag.getEnd()).line;
  const lines = source.text.split("\n").slice(first, last + 1);
  return findCodeBlocks(lines.map((line) => line.replace(/^\s*\* ?/, "")).join("\n"))
    .filter(({ language }) => language === "ts")
    .map(({ line, code, flags }) => ({ line: first + line + 1, code, flags }));
}
