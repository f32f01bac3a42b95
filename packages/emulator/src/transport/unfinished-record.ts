/** The beginning of a record whose end has not come. It grows by doubling, so that many small pieces cost no more than few. */
export class UnfinishedRecord {
  #buffer: Buffer;
  #length: number;

  /** Takes a copy: the beginning must not keep a whole network buffer alive. */
  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }
}
