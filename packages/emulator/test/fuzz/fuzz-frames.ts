import { once } from "node:events";
import { encode } from "@msgpack/msgpack";
import { WebSocket } from "ws";
import type { Emulator } from "../../src/index.js";
import { sign } from "./fuzz-requests.ts";
import type { Random } from "./random.ts";

const records = [
  '{"type":1,"target":"t","arguments":[]}',
  '{"type":1,"invocationId":"0","target":"__proto__","arguments":[{"__proto__":1}]}',
  '{"type":3,"invocationId":"r1","result":1}',
  '{"type":3}',
  '{"type":"constructor"}',
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
  [3, {}, "r1", 9],
  [3, {}, "r1", 1, {}],
  [8, -1],
  [99],
  [],
  [7, "x"],
];

/** Opens a connection and writes frames to it, whole, cut, joined and broken. The emulator may close it at any time. @returns frames sent. */
export async function fuzzConnection(emulator: Emulator, random: Random, frames: number): Promise<number> {
  const socket = new WebSocket(`${emulator.url.replace("http", "ws")}/client/?hub=chat`, {
    headers: { authorization: `Bearer ${sign({ aud: `${emulator.url}/client/?hub=chat`, nameid: "fuzz" })}` },
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
  const record = Buffer.from(`${random.pick(records)}${random.below(5) === 0 ? "" : "\u001e"}`);
  return random.below(4) === 0 ? damage(record, random) : record;
}

function binaryFrame(random: Random): Uint8Array {
  if (random.below(5) === 0)
    return random.pick([
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 1),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
      Uint8Array.of(5, 0xdd, 0xff, 0xff, 0xff, 0xff),
      random.bytes(200),
    ]);
  const body = encode(random.pick(items));
  const record = Buffer.concat([Uint8Array.of(body.length), body]);
  return random.below(4) === 0 ? damage(record, random) : record;
}

function damage(record: Buffer, random: Random): Buffer {
  const copy = Buffer.from(record);
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
  return random.below(2) === 0 ? copy : copy.subarray(0, random.below(copy.length + 1));
}
