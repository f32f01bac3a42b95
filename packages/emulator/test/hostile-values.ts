/** Objects that break code which takes them for strings, promises, dates or lists, as JSON: a literal would set the prototype. */
export const oddObjects: readonly unknown[] = [
  '{"toString":1}',
  '{"valueOf":1,"toString":null}',
  '{"then":1}',
  '{"then":{"then":1}}',
  '{"toJSON":1}',
  '{"constructor":1,"hasOwnProperty":1}',
  '{"length":1,"0":"x"}',
  '{"__proto__":{"toString":1}}',
  "[]",
].map((json): unknown => JSON.parse(json));

/** MessagePack arrays in arrays, each of which announces as many items as there are bytes left. */
export function nestedArrays(length: number): Buffer {
  const bytes = Buffer.alloc(length, 0xc0);
  for (let at = 0; at + 5 <= length; at += 5) {
    bytes[at] = 0xdd;
    bytes.writeUInt32BE(length - at - 5, at + 1);
  }
  return bytes;
}
