/** Values of a query by lower-case name: names have no case, as in the service. */
export type Query = ReadonlyMap<string, readonly string[]>;

const none: Query = new Map();

/** @param text What follows the `?`, empty when there is none. */
export function readQuery(text: string): Query {
  if (text === "") return none;
  const query = new Map<string, string[]>();
  // Most queries need no decoding, and the platform's reader costs more than all else that a send is looked at for.
  if (/[%+]/.test(text)) for (const [name, value] of new URLSearchParams(text)) add(query, name, value);
  else
    for (const pair of text.split("&")) {
      const end = pair.indexOf("=");
      if (end !== -1) add(query, pair.slice(0, end), pair.slice(end + 1));
      else if (pair !== "") add(query, pair, "");
    }
  return query;
}

function add(query: Map<string, string[]>, name: string, value: string): void {
  const key = name.toLowerCase();
  const values = query.get(key);
  if (values === undefined) query.set(key, [value]);
  else values.push(value);
}
