import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import type { Packet } from "./packet.js";
import type { Session } from "./session.js";
import type { Transport } from "./transport.js";

/** A WebSocket that is its own transport: one object a connection, and no closures. */
export class WebSocketTransport extends WebSocket implements Transport {
  session: Session | undefined;
  /** What the frames go over. They are written to it as they are, since thousands of connections share them. */
  wire: Duplex | undefined;
  /** The open WebSockets of the emulator. */
  siblings: Set<WebSocketTransport> | undefined;

  get name(): "WebSockets" {
    return "WebSockets";
  }

  get binary(): boolean {
    return true;
  }

  get needsPing(): boolean {
    return true;
  }

  get replaceable(): boolean {
    return true;
  }

  get queuedBytes(): number {
    return this.wire?.writableLength ?? 0;
  }

  write(packet: Packet): void {
    if (this.readyState === WebSocket.OPEN) this.wire?.write(packet.webSocketFrame);
  }

  end(): void {
    this.close(1000);
  }

  abort(): void {
    this.terminate();
  }

  tick(): void {}
}

/** Connects the socket's events with its session. The listeners are shared by all connections. */
export function bindWebSocket(
  socket: WebSocketTransport,
  wire: Duplex,
  session: Session,
  siblings: Set<WebSocketTransport>,
): void {
  socket.session = session;
  socket.wire = wire;
  socket.siblings = siblings;
  siblings.add(socket);
  socket.on("message", onMessage);
  socket.on("close", onClose);
  socket.on("error", onError);
  session.attach(socket);
}

function onMessage(this: WebSocket, data: Buffer | ArrayBuffer | Buffer[]): void {
  // A socket that was replaced has no say any more.
  if (this instanceof WebSocketTransport && Buffer.isBuffer(data) && this.session?.transport === this)
    this.session.receive(data);
}

function onClose(this: WebSocket, code: number): void {
  if (!(this instanceof WebSocketTransport)) return;
  this.siblings?.delete(this);
  this.session?.lostSocket(this, code === 1000);
}

/** A frame that breaks WebSocket rules. The close frame is on its way; a peer like that is not waited for. */
function onError(this: WebSocket): void {
  if (this instanceof WebSocketTransport && this.session?.transport === this)
    this.session.lost("The client broke the WebSocket protocol");
  setImmediate(() => this.terminate());
}
