/** Clients of the servers, in a process of their own and on raw sockets, so that they cost as little as they can. */
import { createHmac } from "node:crypto";
import { type Socket, connect } from "node:net";
import { type ServerName, mark } from "./subjects.ts";

/** What a client process is asked. */
export type ClientCommand =
  | { readonly open: number; readonly server: ServerName; readonly url: string; readonly accessKey?: string }
  | { readonly expect: number }
  | { readonly close: true };

const markByte = mark.charCodeAt(0);
const parallel = 100;
const endOfHeaders = Buffer.from("\r\n\r\n");
const sockets: Socket[] = [];
let wanted = 0;
let counted = 0;

/** Signs the claims as the emulator expects them. */
export function signToken(claims: object, key: string): string {
  const signed = [
    { alg: "HS256", typ: "JWT" },
    { exp: 4_000_000_000, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** A text frame of a client, masked with zeros. */
function maskedFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 125) throw new RangeError("The text is too long for this frame");
  return Buffer.concat([Buffer.of(0x81, 0x80 | length, 0, 0, 0, 0), Buffer.from(text)]);
}

const shakeHands = {
  signalr: maskedFrame('{"protocol":"json","version":1}\u001e'),
  "socket.io": maskedFrame("40"),
};

interface Opening {
  readonly path: string;
  /** Frames to send, each after an answer to the one before. */
  readonly frames: readonly Buffer[];
  /** How many answers come before the connection counts as open. */
  readonly answers: number;
}

function openingOf(server: ServerName, url: string, accessKey: string | undefined, index: number): Opening {
  if (server === "ws") return { path: "/", frames: [], answers: 0 };
  if (server === "socket.io")
    return { path: "/socket.io/?EIO=4&transport=websocket", frames: [shakeHands["socket.io"]], answers: 2 };
  const audience = `${url}/client/?hub=chat`;
  const token = signToken({ aud: audience, nameid: `user${index}` }, accessKey ?? "");
  return {
    path: `/client/?hub=chat&access_token=${token}`,
    frames: [shakeHands.signalr],
    answers: 1,
  };
}

/** Opens one connection, and counts what it receives from then on. */
function open(server: ServerName, url: string, accessKey: string | undefined, index: number): Promise<void> {
  const { port } = new URL(url);
  const { path, frames, answers } = openingOf(server, url, accessKey, index);
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: "127.0.0.1" });
    sockets.push(socket);
    socket.setNoDelay();
    let state: "upgrading" | "shaking hands" | "open" = "upgrading";
    let waitsFor = answers;
    const next = [...frames];
    socket.on("data", (data: Buffer) => {
      if (state === "open") {
        count(data);
        return;
      }
      let rest = data;
      if (state === "upgrading") {
        const end = data.indexOf(endOfHeaders);
        if (!data.toString("latin1", 0, 12).startsWith("HTTP/1.1 101") || end === -1) {
          reject(new Error(`The server answered ${data.toString("latin1", 0, 500)}`));
          return;
        }
        rest = data.subarray(end + endOfHeaders.length);
        state = "shaking hands";
        // The server of socket.io speaks first.
        if (server !== "socket.io") send();
      }
      // Answers are short: one byte holds their length.
      for (let at = 0; at < rest.length; at += 2 + (rest[at + 1] ?? 0)) {
        waitsFor--;
        send();
      }
      if (waitsFor > 0) return;
      state = "open";
      resolve();
    });
    const send = (): void => {
      const frame = next.shift();
      if (frame !== undefined) socket.write(frame);
    };
    socket.once("error", reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
  });
}

function count(data: Buffer): void {
  for (let at = data.indexOf(markByte); at !== -1; at = data.indexOf(markByte, at + 1)) counted++;
  if (counted > wanted) throw new Error(`${counted} messages came, ${wanted} were expected`);
  if (counted === wanted && wanted > 0) {
    wanted = 0;
    counted = 0;
    process.send?.({ done: true });
  }
}

async function run(command: ClientCommand): Promise<void> {
  if ("expect" in command) {
    wanted = command.expect;
    // The server may begin now.
    process.send?.({ ready: true });
    return;
  }
  if ("open" in command) {
    let index = 0;
    const worker = async (): Promise<void> => {
      while (index < command.open) await open(command.server, command.url, command.accessKey, index++);
    };
    await Promise.all(Array.from({ length: parallel }, worker));
  } else {
    const closed = sockets.splice(0).map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.once("close", () => resolve());
          socket.destroy();
        }),
    );
    await Promise.all(closed);
  }
  process.send?.({ done: true });
}

if (process.send !== undefined && import.meta.main) {
  process.on("message", (command: ClientCommand) => {
    run(command).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  process.once("disconnect", () => process.exit());
}
