import { once } from "node:events";
import { WebSocket } from "ws";
import { type Emulator, wellKnownAccessKey } from "../src/index.js";
import type { HubProtocol } from "../src/protocol/hub-protocol.js";
import { jsonProtocol } from "../src/protocol/json-protocol.js";
import type { HubMessage } from "../src/protocol/message.js";
import { signJwt } from "./sign-jwt.ts";

/** A token for an audience. */
export function signToken(audience: string, claims: object = {}, key = wellKnownAccessKey): string {
  return signJwt({ aud: audience, ...claims }, key);
}

/** A WebSocket whose owner decides what is said, so that it can misbehave. */
export class RawClient {
  readonly socket: WebSocket;
  /** What came after the handshake. */
  readonly received: HubMessage[] = [];
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  readonly #protocol: HubProtocol;
  #rest: Uint8Array = new Uint8Array();
  #isOpen = false;

  private constructor(socket: WebSocket, protocol: HubProtocol) {
    this.socket = socket;
    this.#protocol = protocol;
    this.closed = new Promise((resolve) => {
      socket.once("close", resolve);
    });
    socket.on("error", () => {});
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) this.#read(data);
    });
  }

  /** Opens the socket and says nothing yet. */
  static async open(
    emulator: Pick<Emulator, "url">,
    protocol: HubProtocol = jsonProtocol,
    claims: object = {},
  ): Promise<RawClient> {
    const token = signToken(`${emulator.url}/client/?hub=chat`, claims);
    const url = `${emulator.url.replace("http", "ws")}/client/?hub=chat&access_token=${token}`;
    const client = new RawClient(new WebSocket(url), protocol);
    await once(client.socket, "open");
    return client;
  }

  /** Opens the socket and shakes hands. */
  static async connect(
    emulator: Pick<Emulator, "url">,
    protocol: HubProtocol = jsonProtocol,
    claims: object = {},
  ): Promise<RawClient> {
    const client = await RawClient.open(emulator, protocol, claims);
    client.socket.send(`${JSON.stringify({ protocol: protocol.name, version: 1 })}\u001e`);
    await once(client.socket, "message");
    return client;
  }

  say(message: HubMessage): void {
    this.socket.send(this.#protocol.encode(message));
  }

  #read(data: Buffer): void {
    let bytes: Uint8Array = data;
    if (!this.#isOpen) {
      this.#isOpen = true;
      bytes = data.subarray(data.indexOf(0x1e) + 1);
    }
    const { records, rest } = this.#protocol.split(
      Buffer.concat([this.#rest, bytes]),
      Number.MAX_SAFE_INTEGER,
    );
    this.#rest = rest ?? new Uint8Array();
    for (const record of records) {
      const message = this.#protocol.decode(record);
      if (message !== undefined) this.received.push(message);
    }
  }
}
