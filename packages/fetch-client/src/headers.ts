/** Merges headers by lower-case name; a later record goes over an earlier one, and `undefined` over nothing. */
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
