import { once } from "node:events";
import { encode } from "@msgpack/msgpack";
import { WebSocket } from "ws";
import type { Emulator } from "../../src/index.js";
import { frame } from "../../src/protocol/messagepack-protocol.js";
import { nestedArrays, oddObjects } from "../hostile-values.ts";
import { wellKnownAccessKey } from "../../src/index.js";
import { signJwt } from "../sign-jwt.ts";
import type { Random } from "./random.ts";

const records = [
  '{"type":1,"target":"t","arguments":[]}',
  '{"type":1,"invocationId":"0","target":"__proto__","arguments":[{"__proto__":1}]}',
  '{"type":3,"invocationId":"r1","result":1}',
  '{"type":3,"invocationId":"r1","result":1,"error":"no"}',
  '{"type":3}',
  '{"type":"constructor"}',
  "{}",
  '{"type":5,"invocationId":"x"}',
  '{"type":6}',
  '{"type":8,"sequenceId":1e300}',
  `${"[".repeat(2_000)}`,
  `{"type":1,"target":"t","arguments":${"[".repeat(2_000)}${"]".repeat(2_000)}}`,
  "nonsense",
  "",
] as const;

const items: readonly [readonly unknown[], ...(readonly unknown[])[]] = [
  [6],
  [1, {}, null, "t", []],
  [1, {}, "0", "t", [1], []],
  [1, {}, "0", "t", [new Date(Number.NaN), new Date(-1), new Uint8Array(3)]],
  [3, {}, "r1", 9],
  [3, {}, "r1", 1, {}],
  [8, -1],
  [99],
  [],
  [7, "x"],
];

/** A message with something odd in one of its places. */
function oddMessage(random: Random): { readonly json: object; readonly items: readonly unknown[] } {
  const odd = random.pick(oddObjects);
  return random.pick([
    { json: { type: 1, invocationId: "0", target: "t", arguments: [odd] }, items: [1, {}, "0", "t", [odd]] },
    { json: { type: 1, invocationId: "0", target: odd, arguments: [] }, items: [1, {}, "0", odd, []] },
    { json: { type: 1, invocationId: odd, target: "t", arguments: [] }, items: [1, {}, odd, "t", []] },
    { json: { type: 1, target: "t", arguments: odd }, items: [1, {}, null, "t", odd] },
    { json: { type: 2, invocationId: "0", item: odd }, items: [2, {}, "0", odd] },
    { json: { type: 3, invocationId: "r1", error: odd }, items: [3, {}, "r1", 1, odd] },
    { json: { type: 3, invocationId: "r1", result: odd }, items: [3, {}, "r1", 3, odd] },
    { json: { type: 7, error: odd }, items: [7, odd, odd] },
    { json: { type: odd }, items: [odd] },
    { json: { type: 8, sequenceId: odd }, items: [9, odd] },
  ]);
}

/** MessagePack that is mostly headers. */
function headers(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(60) }, () =>
    random.below(3) === 0 ? random.below(8) : 0x80 + random.below(0x60),
  );
}

/** Opens a connection and writes frames to it, whole, cut, joined and broken. The emulator may close it at any time. @returns frames sent. */
export async function fuzzConnection(
  emulator: Pick<Emulator, "url">,
  random: Random,
  frames: number,
): Promise<number> {
  const claims = {
    aud: `${emulator.url}/client/?hub=chat`,
    nameid: random.below(3) === 0 ? random.pick(oddObjects) : "fuzz",
    "asrs.s.coae": random.below(3) === 0 ? random.pick(oddObjects) : "true",
    "asrs.s.aeo": random.below(3) === 0 ? random.pick(oddObjects) : 4_000_000_000,
    odd: random.pick(oddObjects),
  };
  const socket = new WebSocket(`${emulator.url.replace("http", "ws")}/client/?hub=chat`, {
    headers: { authorization: `Bearer ${signJwt(claims, wellKnownAccessKey)}` },
  });
  socket.on("error", () => {});
  await once(socket, "open");
  const binary = random.below(2) === 0;
  const protocol = binary ? "messagepack" : "json";
  if (random.below(8) !== 0) socket.send(`{"protocol":"${protocol}","version":1}\u001e`);
  let sent = 0;
  for (; sent < frames && socket.readyState === WebSocket.OPEN; sent++) {
    socket.send(binary ? binaryFrame(random) : textFrame(random), { binary });
  }
  // Whatever the emulator made of it, the connection ends when the client says so.
  socket.close();
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, "close");
  return sent;
}

function textFrame(random: Random): Uint8Array {
  const text = random.below(4) === 0 ? JSON.stringify(oddMessage(random).json) : random.pick(records);
  const record = Buffer.from(`${text}${random.below(5) === 0 ? "" : "\u001e"}`);
  return random.below(4) === 0 ? damage(record, random) : record;
}

function binaryFrame(random: Random): Uint8Array {
  if (random.below(5) === 0)
    return random.pick([
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 1),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
      Uint8Array.of(5, 0xdd, 0xff, 0xff, 0xff, 0xff),
      random.bytes(200),
      frame(headers(random)),
      frame(nestedArrays(random.below(50_000))),
    ]);
  const record = frame(encode(random.below(3) === 0 ? oddMessage(random).items : random.pick(items)));
  return random.below(4) === 0 ? damage(record, random) : record;
}

function damage(record: Buffer, random: Random): Buffer {
  const copy = Buffer.from(record);
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
  return random.below(2) === 0 ? copy : copy.subarray(0, random.below(copy.length + 1));
}
