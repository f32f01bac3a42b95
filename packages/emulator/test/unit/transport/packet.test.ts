import { expect, test } from "vitest";
import { Packet } from "../../../src/transport/packet.js";
import { type Flushable, TurnScheduler } from "../../../src/transport/turn-scheduler.js";

const record = (text: string): Buffer => Buffer.from(`${text}\u001e`);

test("Packet holds its records in order, and is the same for all that are sent the same records", () => {
  const [a, b, c] = [record("a"), record("b"), record("c")];
  const first = new Packet(a, true);
  const both = first.followedBy(b);
  expect(first.followedBy(b)).toBe(both);
  expect(first.followedBy(c)).not.toBe(both);
  expect(both.followedBy(c).bytes.toString()).toBe("a\u001eb\u001ec\u001e");
  expect(both.followedBy(c)).toHaveLength(6);
});

test.each([
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 0xff, 0xff]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])("Packet#webSocketFrame of %i bytes has the header that RFC 6455 gives it", (length, header) => {
  const frame = new Packet(Buffer.alloc(length, "x"), true).webSocketFrame;
  expect([...frame.subarray(0, header.length)]).toEqual(header);
  expect(frame).toHaveLength(header.length + length);
});

test("Packet#webSocketFrame of MessagePack is a binary frame", () => {
  expect(new Packet(Buffer.of(2, 0x91, 6), false).webSocketFrame).toEqual(Buffer.of(0x82, 3, 2, 0x91, 6));
});

test("Packet#serverSentEvent has a data line for each line", () => {
  expect(new Packet(Buffer.from("a\nb\r\nc"), true).serverSentEvent.toString()).toBe(
    "data: a\r\ndata: b\r\ndata: c\r\n\r\n",
  );
});

/** Collects records as a session does. */
class Collector implements Flushable {
  readonly flushed: Packet[] = [];
  readonly #scheduler: TurnScheduler;
  #pending: Packet | undefined;

  constructor(scheduler: TurnScheduler) {
    this.#scheduler = scheduler;
  }

  add(added: Buffer, text = true): void {
    this.#pending = this.#pending?.followedBy(added) ?? this.#scheduler.begin(this, added, text);
  }

  flush(): void {
    if (this.#pending !== undefined) this.flushed.push(this.#pending);
    this.#pending = undefined;
  }
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("TurnScheduler flushes once per connection and turn, the same packet for all that are sent the same", async () => {
  const scheduler = new TurnScheduler();
  const [first, second, third] = [
    new Collector(scheduler),
    new Collector(scheduler),
    new Collector(scheduler),
  ];
  const [a, b] = [record("a"), record("b")];
  for (const session of [first, second, third]) session.add(a);
  for (const session of [first, third]) session.add(b);
  await endOfTurn();
  expect([first, second, third].map(({ flushed }) => flushed.map(({ bytes }) => bytes.toString()))).toEqual([
    ["a\u001eb\u001e"],
    ["a\u001e"],
    ["a\u001eb\u001e"],
  ]);
  expect(first.flushed[0]).toBe(third.flushed[0]);
  second.add(b);
  await endOfTurn();
  expect(second.flushed.at(-1)?.bytes.toString()).toBe("b\u001e");
});

test("TurnScheduler keeps connections of different protocols apart", async () => {
  const scheduler = new TurnScheduler();
  const [text, binary] = [record("a"), Buffer.of(2, 0x91, 6)];
  const sessions = [text, binary, text, binary].map((added) => {
    const session = new Collector(scheduler);
    session.add(added, added === text);
    return session;
  });
  await endOfTurn();
  expect(sessions.map(({ flushed }) => flushed[0]?.webSocketFrame[0])).toEqual([0x81, 0x82, 0x81, 0x82]);
});
