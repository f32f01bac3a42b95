import { type JsonValue, isObject } from "../json.ts";
import type { Operation } from "../model/model.ts";
import { propertyKey, sourceLiteral } from "../names.ts";

/** How an operation is called: as a function, as a method, or as a method with the scope bound. */
export type CallForm = "function" | "method" | { readonly scope: string };

/** A call of the operation. Nothing is fetched of a list until it is read. */
export function exampleCall({ id, example, result }: Operation, form: CallForm): string | undefined {
  if (example === undefined) return undefined;
  const scope = typeof form === "object" ? form.scope : undefined;
  const members = example
    .filter(([key]) => key !== scope)
    .map(([key, value]) => `${propertyKey(key)}: ${literal(value)}`)
    .join(", ");
  const args = members && `{ ${members} }`;
  const bound = example.find(([key]) => key === scope);
  const target = bound === undefined ? "client" : `client.${scope}(${literal(bound[1])})`;
  const call = form === "function" ? `${id}(context${args && `, ${args}`})` : `${target}.${id}(${args})`;
  return result.kind === "pages" ? `for await (const item of ${call}) console.log(item);` : `await ${call};`;
}

/** JavaScript source of a JSON value in one line. */
function literal(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => `${propertyKey(key)}: ${literal(member)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return typeof value === "string" ? sourceLiteral(value) : JSON.stringify(value ?? null);
}
