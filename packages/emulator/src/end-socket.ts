import type { Duplex } from "node:stream";

/** Writes a last answer and ends the socket for good: a peer that keeps its half open would hold it for ever. */
export function endSocket(socket: Duplex, answer: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(answer);
}
