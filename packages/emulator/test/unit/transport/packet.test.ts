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

test("TurnScheduler writes once a connection and turn, and the same packet to all that are sent the same", async () => {
  const scheduler = new TurnScheduler();
  const written: [string, Packet][] = [];
  const session = (name: string): Flushable => ({
    pending: undefined,
    flush: (packet) => written.push([name, packet]),
  });
  const [one, two, three] = [session("one"), session("two"), session("three")];
  const [a, b] = [record("a"), record("b")];
  for (const each of [one, two, three]) scheduler.enqueue(each, a, true);
  for (const each of [one, three]) scheduler.enqueue(each, b, true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(written.map(([name, packet]) => [name, packet.bytes.toString()])).toEqual([
    ["one", "a\u001eb\u001e"],
    ["two", "a\u001e"],
    ["three", "a\u001eb\u001e"],
  ]);
  expect(written[0]?.[1]).toBe(written[2]?.[1]);
  scheduler.enqueue(two, b, true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(written.at(-1)?.[1].bytes.toString()).toBe("b\u001e");
});

test("TurnScheduler keeps connections of different protocols apart", async () => {
  const scheduler = new TurnScheduler();
  const frames: number[] = [];
  const session = (): Flushable => ({
    pending: undefined,
    flush: (packet) => frames.push(packet.webSocketFrame[0] ?? 0),
  });
  const [text, binary] = [record("a"), Buffer.of(2, 0x91, 6)];
  for (let index = 0; index < 2; index++) {
    scheduler.enqueue(session(), text, true);
    scheduler.enqueue(session(), binary, false);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(frames).toEqual([0x81, 0x82, 0x81, 0x82]);
});
