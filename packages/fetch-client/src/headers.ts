/** Merges headers by lower-case name. Later records override earlier ones; `undefined` overrides nothing. */
export function mergeHeaders(
  ...records: readonly (Readonly<Record<string, string | undefined>> | undefined)[]
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const record of records) {
    for (const name in record) {
      const value = record[name];
      if (value !== undefined) merged[name.toLowerCase()] = value;
    }
  }
  return merged;
}
