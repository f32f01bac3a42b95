/** How two spellings of a media type relate: the same text, the same meaning, or the same type with other parameters. */
export type MediaTypeRelation = "same" | "respelled" | "parameters";

export interface MediaTypePair {
  readonly from: string;
  readonly to: string;
  readonly relation: MediaTypeRelation;
}

/** Pairs media types that belong together: equal ones first, then those of equal meaning, then those of the same type. */
export function pairMediaTypes(
  before: readonly string[],
  after: readonly string[],
): { readonly pairs: MediaTypePair[]; readonly lost: string[]; readonly gained: string[] } {
  const pairs: MediaTypePair[] = [];
  let lost = [...before];
  const gained = [...after];
  for (const [relation, normalize] of [
    ["same", (text: string) => text],
    ["respelled", meaningOf],
    ["parameters", essenceOf],
  ] as const) {
    lost = lost.filter((from) => {
      const index = gained.findIndex((to) => normalize(to) === normalize(from));
      if (index === -1) return true;
      const [to] = gained.splice(index, 1);
      if (to !== undefined) pairs.push({ from, to, relation });
      return false;
    });
  }
  return { pairs, lost, gained };
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
