/** What a filter can look at. */
export interface FilterSubject {
  readonly connectionId: string;
  readonly userId: string | undefined;
  readonly groups: ReadonlySet<string>;
}

export type FilterValue = string | number | boolean | null | ReadonlySet<string>;

export type FilterType = "string" | "integer" | "boolean" | "null" | "collection";

export interface Expression {
  readonly type: FilterType;
  readonly position: number;
  evaluate(subject: FilterSubject): FilterValue;
}

interface FilterFunction {
  readonly parameters: readonly (readonly FilterType[])[];
  readonly optional?: number;
  readonly result: FilterType;
  /** What null arguments make of it. */
  readonly ofNull: FilterValue;
  call(args: readonly FilterValue[]): FilterValue;
}

const text: readonly FilterType[] = ["string", "null"];
const integer: readonly FilterType[] = ["integer"];

function stringFunction(
  count: number,
  result: FilterType,
  ofNull: FilterValue,
  body: (...args: string[]) => FilterValue,
): FilterFunction {
  return {
    parameters: Array.from({ length: count }, () => text),
    result,
    ofNull,
    call: (args) => body(...args.map(String)),
  };
}

/** Functions of the filter language by lower-case name (Azure/azure-webpubsub ODataFilterExecutor.cs has the same set). */
export const filterFunctions: ReadonlyMap<string, FilterFunction> = new Map([
  ["tolower", stringFunction(1, "string", null, (value = "") => value.toLowerCase())],
  ["toupper", stringFunction(1, "string", null, (value = "") => value.toUpperCase())],
  ["trim", stringFunction(1, "string", null, (value = "") => value.trim())],
  ["concat", stringFunction(2, "string", null, (left = "", right = "") => left + right)],
  ["contains", stringFunction(2, "boolean", false, (value = "", part = "") => value.includes(part))],
  ["startswith", stringFunction(2, "boolean", false, (value = "", part = "") => value.startsWith(part))],
  ["endswith", stringFunction(2, "boolean", false, (value = "", part = "") => value.endsWith(part))],
  ["indexof", stringFunction(2, "integer", -1, (value = "", part = "") => value.indexOf(part))],
  [
    "substring",
    {
      parameters: [text, integer, integer],
      optional: 1,
      result: "string",
      ofNull: null,
      call([value, start, length]) {
        const from = Math.max(0, Number(start));
        return String(value).slice(
          from,
          length === undefined ? undefined : from + Math.max(0, Number(length)),
        );
      },
    },
  ],
  [
    "length",
    {
      parameters: [["string", "null", "collection"]],
      result: "integer",
      ofNull: -1,
      call: ([value]) => (value instanceof Set ? value.size : String(value).length),
    },
  ],
]);
