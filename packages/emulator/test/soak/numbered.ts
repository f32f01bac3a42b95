/** Checks that numbered broadcasts arrive at a client without a gap and in order, from the first that it sees. */
export class Numbered {
  received = 0;
  lost = 0;
  #next: number | undefined;

  /** @param record A hub protocol message; others than the broadcasts are overlooked. */
  take(record: string): void {
    const found = /^\{"type":1,"target":"number","arguments":\[(\d+)/.exec(record)?.[1];
    if (found === undefined) return;
    const number = Number(found);
    this.received++;
    if (this.#next !== undefined && number !== this.#next) this.lost += Math.abs(number - this.#next);
    this.#next = number + 1;
  }
}
