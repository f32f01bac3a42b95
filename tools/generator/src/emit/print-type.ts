import type { Type } from "../model/type.ts";
import { isIdentifier, sourceLiteral } from "../names.ts";

/** What the names in a type are called where it is printed. */
export interface TypeNames {
  schema(name: string): string;
  paths(): string;
  bytesBody(): string;
}

/** The source text of a type. */
export function printType(type: Type, names: TypeNames): string {
  switch (type.kind) {
    case "named":
      return type.name === "BytesBody" ? names.bytesBody() : type.name;
    case "literal":
      return typeof type.value === "string" ? sourceLiteral(type.value) : String(type.value);
    case "schema":
      return names.schema(type.name);
    case "list": {
      const item = printType(type.item, names);
      return isIdentifier(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
    }
    case "union":
      return [...new Set(type.members.map((member) => printType(member, names)))].join(" | ");
    case "paths":
      return type.keys.reduce<string>((owner, key, index) => {
        const member = `${owner}[${typeof key === "number" ? key : sourceLiteral(key)}]`;
        return type.optional.includes(index) ? `NonNullable<${member}>` : member;
      }, names.paths());
  }
}
