const deepestNesting = 64;

/**
 * Tells whether MessagePack is safe to decode: at most 64 levels deep, and not declaring more items than it has bytes. Decoders
 * allocate a list as soon as they read its header, so a few bytes can cost gigabytes. This function reads only headers.
 *
 * Format: [MessagePack specification](https://github.com/msgpack/msgpack/blob/master/spec.md).
 */
export function isBoundedMessagePack(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Number of items missing in each open list or map. */
  const open = [1];
  let offset = 0;
  let missing = 1;
  for (let depth = 0; depth >= 0; depth = open.length - 1) {
    const left = open[depth] ?? 0;
    if (left === 0) {
      open.pop();
      continue;
    }
    const header = readHeader(view, offset);
    if (header === undefined) return false;
    open[depth] = left - 1;
    missing += header.items - 1;
    offset += header.bytes;
    if (missing > bytes.length - offset) return false;
    if (header.items === 0) continue;
    if (depth === deepestNesting) return false;
    open.push(header.items);
  }
  return true;
}

interface Header {
  /** Length of the value, not including the items of a list or map. */
  readonly bytes: number;
  readonly items: number;
}

function readHeader(view: DataView, offset: number): Header | undefined {
  if (offset >= view.byteLength) return undefined;
  const type = view.getUint8(offset);
  if (type < 0x80 || type >= 0xe0) return { bytes: 1, items: 0 };
  if (type < 0x90) return { bytes: 1, items: 2 * (type & 0x0f) };
  if (type < 0xa0) return { bytes: 1, items: type & 0x0f };
  if (type < 0xc0) return { bytes: 1 + (type & 0x1f), items: 0 };
  const form = forms.get(type);
  if (form === undefined) return undefined;
  const { lengthBytes, fixedBytes, itemsPerUnit } = form;
  if (offset + 1 + lengthBytes > view.byteLength) return undefined;
  const length = readLength(view, offset + 1, lengthBytes);
  const bytes = 1 + lengthBytes + fixedBytes;
  return itemsPerUnit === 0 ? { bytes: bytes + length, items: 0 } : { bytes, items: length * itemsPerUnit };
}

function readLength(view: DataView, offset: number, bytes: number): number {
  if (bytes === 1) return view.getUint8(offset);
  if (bytes === 2) return view.getUint16(offset);
  return bytes === 4 ? view.getUint32(offset) : 0;
}

interface Form {
  /** Size of the length field that follows the type. */
  readonly lengthBytes: number;
  /** Number of bytes that always follow. */
  readonly fixedBytes: number;
  /** 0 if the length is a number of bytes. */
  readonly itemsPerUnit: number;
}

/** The types from 0xc0 to 0xdf; 0xc1 is never used. */
const forms: ReadonlyMap<number, Form> = new Map([
  ...sized(0xc4, [1, 2, 4]), // bin
  ...sized(0xc7, [1, 2, 4], { fixedBytes: 1 }), // ext, with a byte for its type
  ...sized(0xd9, [1, 2, 4]), // str
  ...sized(0xdc, [2, 4], { itemsPerUnit: 1 }), // array
  ...sized(0xde, [2, 4], { itemsPerUnit: 2 }), // map
  ...fixed(0xc0, [0]), // nil
  ...fixed(0xc2, [0, 0]), // false, true
  ...fixed(0xca, [4, 8]), // float
  ...fixed(0xcc, [1, 2, 4, 8, 1, 2, 4, 8]), // uint, int
  ...fixed(0xd4, [2, 3, 5, 9, 17]), // fixext, with a byte for its type
]);

function sized(first: number, lengths: readonly number[], form: Partial<Form> = {}): [number, Form][] {
  return lengths.map((lengthBytes, index) => [
    first + index,
    { fixedBytes: 0, itemsPerUnit: 0, ...form, lengthBytes },
  ]);
}

function fixed(first: number, lengths: readonly number[]): [number, Form][] {
  return lengths.map((fixedBytes, index) => [first + index, { lengthBytes: 0, fixedBytes, itemsPerUnit: 0 }]);
}
