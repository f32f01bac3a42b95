import { ProtocolError, maxDepth } from "./message.js";

// By the header, from 0xc0 on (msgpack/msgpack spec.md "Formats"): bytes that hold a length, then bytes that follow anyway.
const lengthSizes = [
  0, 0, 0, 0, 1, 2, 4, 1, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4,
];
const fixedSizes = [
  0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, 0, 0, 0, 0, 0, 0, 0,
];
const neverUsed = 0xc1;
const array16 = 0xdc;
const map16 = 0xde;

/**
 * Walks over the headers of a MessagePack value without decoding anything. A decoder allocates what the header of an array
 * announces before it has seen one item, and again for each array inside: a few bytes could ask for gigabytes. As every
 * item takes at least one byte, all headers together may announce no more items than there are bytes.
 *
 * @throws {ProtocolError} for a value that is cut, followed by something else, too deep, or that announces too much.
 */
export function checkMessagePackStructure(bytes: Uint8Array): void {
  const { length } = bytes;
  /** What the arrays and maps around the current one still wait for. */
  const outer: number[] = [];
  let awaited = 1;
  let announced = 0;
  let at = 0;
  while (awaited > 0) {
    const header = bytes[at++];
    if (header === undefined || header === neverUsed) throw notValid();
    awaited--;
    /** Items of an array or map; a member of a map is two. */
    let items: number | undefined;
    if (header >= 0xc0 && header < 0xe0) {
      let size = 0;
      for (let end = at + (lengthSizes[header - 0xc0] ?? 0); at < end; at++)
        size = size * 256 + (bytes[at] ?? 0);
      if (header >= array16) items = header >= map16 ? size * 2 : size;
      else at += size + (fixedSizes[header - 0xc0] ?? 0);
    } else if (header >= 0xa0 && header < 0xc0) at += header & 0x1f;
    else if (header >= 0x90 && header < 0xa0) items = header & 0x0f;
    else if (header >= 0x80 && header < 0x90) items = (header & 0x0f) * 2;
    if (at > length) throw notValid();
    if (items !== undefined) {
      announced += items;
      if (announced > length) throw notValid(" because it declares more items than it can contain");
      if (outer.length === maxDepth)
        throw new ProtocolError(`The message nests deeper than ${maxDepth} levels`);
      outer.push(awaited);
      awaited = items;
    }
    while (awaited === 0 && outer.length > 0) awaited = outer.pop() ?? 0;
  }
  if (at !== length) throw notValid();
}

function notValid(detail = ""): ProtocolError {
  return new ProtocolError(`The message is not valid MessagePack${detail}`);
}
