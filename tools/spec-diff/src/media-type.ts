import { matchPairs } from "./members.ts";

/** How two spellings of a media type relate: the same text, the same meaning, or the same type with other parameters. */
const relations = ["same", "respelled", "parameters"] as const;

/** Pairs media types that belong together: equal ones first, then those of equal meaning, then those of the same type. */
export function pairMediaTypes(before: readonly string[], after: readonly string[]) {
  const { pairs, ...rest } = matchPairs(before, after, [
    (from, to) => from === to,
    (from, to) => meaningOf(from) === meaningOf(to),
    (from, to) => essenceOf(from) === essenceOf(to),
  ]);
  return { pairs: pairs.map(({ from, to, test }) => ({ from, to, relation: relations[test] })), ...rest };
}

function essenceOf(text: string): string {
  return text.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Lower case, without spaces, parameters sorted and without UTF-8, which JSON and these APIs mean anyway. */
function meaningOf(text: string): string {
  const [, ...parameters] = text.split(";");
  const rest = parameters
    .map((parameter) => parameter.trim().replaceAll('"', ""))
    .map((parameter) => parameter.replace(/^[^=]+/, (name) => name.trim().toLowerCase()))
    .filter((parameter) => parameter !== "" && parameter.toLowerCase() !== "charset=utf-8")
    .toSorted();
  return [essenceOf(text), ...rest].join(";");
}
