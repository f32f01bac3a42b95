import { WebSocket } from "ws";
import type { Session } from "./session.js";
import type { Transport } from "./transport.js";

/** A WebSocket that is its own transport: one object a connection, and no closures. */
export class WebSocketTransport extends WebSocket implements Transport {
  session: Session | undefined;

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
    return this.bufferedAmount;
  }

  write(records: Buffer, text: boolean): void {
    if (this.readyState === WebSocket.OPEN) this.send(records, { binary: !text, compress: false });
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
export function bindWebSocket(socket: WebSocketTransport, session: Session): void {
  socket.session = session;
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
  if (this instanceof WebSocketTransport) this.session?.lostSocket(this, code === 1000);
}

/** A frame that breaks WebSocket rules. The close frame is on its way; a peer like that is not waited for. */
function onError(this: WebSocket): void {
  if (this instanceof WebSocketTransport && this.session?.transport === this)
    this.session.lost("The client broke the WebSocket protocol");
  setImmediate(() => this.terminate());
}
