import { endsWithToken } from "../auth/connection-expiry.js";
import { handshakeResponse, takeHandshake } from "../protocol/handshake.js";
import type { HubProtocol } from "../protocol/hub-protocol.js";
import { type HubMessage, type Invocation, ProtocolError } from "../protocol/message.js";
import { MessageType } from "../protocol/message-type.js";
import { OutboundMessage } from "../protocol/outbound-message.js";
import type { InvocationOutcome } from "../state/hub-member.js";
import { Packet } from "./packet.js";
import { PendingInvocations } from "./pending-invocations.js";
import { Resumption } from "./resumption.js";
import type { HostedSession, SessionHost } from "./session-host.js";
import type { SessionIdentity } from "./session-identity.js";
import type { Transport } from "./transport.js";
import type { Flushable } from "./turn-scheduler.js";
import { UnfinishedRecord } from "./unfinished-record.js";

const ping = OutboundMessage.of({ type: MessageType.Ping });

const noGroups: ReadonlySet<string> = new Set();

const textWelcome = new Packet(handshakeResponse(), true);
const binaryWelcome = new Packet(handshakeResponse(), false);

/** One client connection, over any transport: handshake, keep-alive, messages both ways, close. */
export class Session implements HostedSession, Flushable {
  readonly identity: SessionIdentity;
  readonly createdAt: number;
  readonly #host: SessionHost;
  /** Undefined while there are none: most connections are in no group. */
  #groups: Set<string> | undefined;
  /** What this turn collected so far. */
  #pending: Packet | undefined;
  #transport: Transport | undefined;
  #protocol: HubProtocol | undefined;
  #unfinished: UnfinishedRecord | undefined;
  #lastRead: number;
  #lastWrite: number;
  #closed = false;
  #wasAttached = false;
  #resumption: Resumption | undefined;
  /** When the transport came, or went; before the first one, when the client negotiated. */
  #transportSince: number;
  #invocations: PendingInvocations | undefined;
  #waitingCalls = 0;

  constructor(identity: SessionIdentity, host: SessionHost) {
    this.identity = identity;
    this.#host = host;
    this.createdAt = host.now();
    this.#transportSince = this.createdAt;
    this.#lastRead = this.createdAt;
    this.#lastWrite = this.createdAt;
  }

  get id(): string {
    return this.identity.id;
  }

  get userId(): string | undefined {
    return this.identity.userId;
  }

  get groups(): ReadonlySet<string> {
    return this.#groups ?? noGroups;
  }

  join(group: string): void {
    this.#groups ??= new Set();
    this.#groups.add(group);
  }

  leave(group: string): boolean {
    const left = this.#groups?.delete(group) === true;
    if (this.#groups?.size === 0) this.#groups = undefined;
    return left;
  }

  get protocol(): HubProtocol | undefined {
    return this.#protocol;
  }

  get transport(): Transport | undefined {
    return this.#transport;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether it has had a transport, even if it lost it. */
  get wasAttached(): boolean {
    return this.#wasAttached;
  }

  /** Whether a WebSocket may connect: the first one, or one that takes over from a lost one. */
  get takesSocket(): boolean {
    return this.#transport === undefined
      ? !this.#wasAttached || this.#resumption !== undefined
      : this.#resumption !== undefined;
  }

  /** Takes its transport. With a resumption it goes on where it stood, and an older transport is ended. */
  attach(transport: Transport): void {
    const previous = this.#transport;
    this.#transport = transport;
    this.#wasAttached = true;
    this.#transportSince = this.#host.now();
    this.#lastRead = this.#transportSince;
    if (this.#resumption === undefined) return;
    previous?.abort();
    this.#unfinished = undefined;
    // What waits for the end of the turn is in the replay already.
    this.#pending = undefined;
    this.#write(transport, this.#packet(this.#resumption.replay()));
  }

  send(message: OutboundMessage): void {
    if (this.#closed || this.#protocol === undefined) return;
    const record = message.encode(this.#protocol.name);
    if (record !== undefined) this.#enqueue(record);
  }

  #enqueue(record: Buffer): void {
    const resumption = this.#resumption;
    if (resumption !== undefined) {
      resumption.keep(record);
      if (resumption.unacknowledgedBytes > this.#host.limits.maxQueuedBytes) {
        this.#host.log(`Connection ${this.id} acknowledges too slowly and was closed`);
        this.close("The connection acknowledges too slowly");
        return;
      }
    }
    this.#pending =
      this.#pending?.followedBy(record) ??
      this.#host.scheduler.begin(this, record, this.#protocol?.binary !== true);
  }

  /** Writes what the turn collected. */
  flush(): void {
    this.#contain(() => this.#flush());
  }

  #flush(): void {
    const packet = this.#pending;
    const transport = this.#transport;
    this.#pending = undefined;
    if (packet === undefined || transport === undefined || this.#closed) return;
    if (transport.queuedBytes + packet.length > this.#host.limits.maxQueuedBytes) {
      this.#host.log(`Connection ${this.id} reads too slowly and was closed`);
      // A client that catches up in time learns why; one that does not is cut off by its transport.
      this.close("The connection reads too slowly");
      return;
    }
    this.#write(transport, packet);
  }

  #write(transport: Transport, packet: Packet): void {
    this.#lastWrite = this.#host.now();
    transport.write(packet);
  }

  #packet(record: Buffer): Packet {
    return new Packet(record, this.#protocol?.binary !== true);
  }

  /** Sends Close and ends. Clients that reconnect on their own do so when the options allow it. */
  close(reason: string | undefined, allowReconnect = this.#host.allowReconnect): void {
    const transport = this.#transport;
    if (this.#closed) return;
    const told = reason === undefined ? "Closed by the service" : `Closed by the service: ${reason}`;
    if (transport === undefined) {
      this.#finish(reason, told);
      return;
    }
    const protocol = this.#protocol;
    if (protocol !== undefined) {
      const record = protocol.encode({
        type: MessageType.Close,
        ...(reason !== undefined && { error: reason }),
        ...(allowReconnect && { allowReconnect }),
      });
      this.#write(transport, this.#pending?.followedBy(record) ?? this.#packet(record));
    }
    this.#end(undefined, transport, told);
  }

  /** Calls a function of the client and waits for its answer. */
  invoke(
    target: string,
    args: readonly unknown[],
    timeoutInMs: number,
    sending?: (message: OutboundMessage) => void,
  ): Promise<InvocationOutcome> {
    if (this.#closed) return Promise.resolve({ kind: "disconnected" });
    this.#invocations ??= new PendingInvocations();
    return this.#invocations.start(this.#host.clock, timeoutInMs, (invocationId) => {
      const message = OutboundMessage.of({
        type: MessageType.Invocation,
        invocationId,
        target,
        arguments: args,
      });
      sending?.(message);
      this.send(message);
    });
  }

  /** Takes bytes from the client, cut anywhere. */
  receive(bytes: Uint8Array): void {
    this.#contain(() => this.#read(bytes));
  }

  #read(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#lastRead = this.#host.now();
    const unfinished = this.#unfinished;
    // What came before has been searched for the end of its record already.
    let searched = unfinished?.length ?? 0;
    unfinished?.append(bytes);
    let input = unfinished?.bytes ?? bytes;
    if (this.#protocol === undefined) {
      const rest = this.#shakeHands(input);
      if (rest === undefined) return;
      this.#unfinished = undefined;
      searched = 0;
      input = rest;
    }
    if (this.#protocol === undefined || input.length === 0) return;
    const { records, rest } = this.#protocol.split(input, this.#host.limits.maxMessageBytes, searched);
    if (rest === undefined) this.#unfinished = undefined;
    else if (records.length > 0 || this.#unfinished === undefined)
      this.#unfinished = new UnfinishedRecord(rest);
    for (const record of records) {
      if (this.#closed) return;
      const message = this.#protocol.decode(record);
      if (message !== undefined && this.#resumption?.accept(message) !== false) this.#dispatch(message);
    }
  }

  /** The network ended the connection. */
  lost(error?: string): void {
    this.#contain(() => this.#finish(error));
  }

  /** A WebSocket closed. A client that may resume is waited for, unless it closed on purpose. */
  lostSocket(transport: Transport, onPurpose: boolean): void {
    if (this.#transport !== transport) return;
    if (this.#closed || onPurpose || this.#resumption === undefined) {
      const reason = onPurpose ? "Closed by the client" : "The client's connection was lost";
      this.#contain(() => this.#finish(undefined, reason));
      return;
    }
    this.#transport = undefined;
    this.#transportSince = this.#host.now();
  }

  /** Called about once a second. */
  tick(now: number): void {
    this.#contain(() => this.#tick(now));
  }

  #tick(now: number): void {
    const { limits } = this.#host;
    if (!this.#closed) this.#transport?.tick(now);
    if (this.#closed) return;
    const waitedInMs = now - this.#transportSince;
    if (this.#protocol === undefined) {
      if (this.#transport === undefined) {
        if (waitedInMs > limits.connectTimeoutInMs) this.#finish("Never connected");
      } else if (waitedInMs > limits.handshakeTimeoutInMs) {
        this.#transport.write(new Packet(handshakeResponse("Handshake was canceled."), true));
        this.#end("Handshake was canceled.", this.#transport);
      }
      return;
    }
    if (endsWithToken(this.identity.claims, now)) {
      this.close("The access token of the connection expired", true);
      return;
    }
    if (this.#transport === undefined) {
      if (waitedInMs > limits.disconnectTimeoutInMs) this.#finish("The client did not come back");
      return;
    }
    const acknowledgement = this.#resumption?.acknowledgement();
    if (acknowledgement !== undefined) this.#write(this.#transport, this.#packet(acknowledgement));
    if (!this.#transport.needsPing) return;
    if (now - this.#lastRead > limits.clientTimeoutInMs)
      this.close("The client was silent for too long", true);
    else if (now - this.#lastWrite >= limits.keepAliveInMs) {
      const record = ping.encode(this.#protocol.name);
      if (record !== undefined) this.#write(this.#transport, this.#packet(record));
    }
  }

  /** @returns what follows the handshake, or undefined while it is incomplete or when it failed. */
  #shakeHands(input: Uint8Array): Uint8Array | undefined {
    const transport = this.#transport;
    if (transport === undefined) return undefined;
    const taken = takeHandshake(input, transport);
    if (taken === undefined) {
      this.#unfinished ??= new UnfinishedRecord(input);
      return undefined;
    }
    const { handshake, rest } = taken;
    if ("error" in handshake) {
      transport.write(new Packet(handshakeResponse(handshake.error), true));
      this.#end(handshake.error, transport);
      return undefined;
    }
    this.#protocol = handshake.protocol;
    if (this.identity.mayResume && handshake.version === 2 && transport.replaceable)
      this.#resumption = new Resumption(handshake.protocol);
    this.#write(transport, handshake.protocol.binary ? binaryWelcome : textWelcome);
    this.#host.opened(this);
    return rest;
  }

  #dispatch(message: HubMessage): void {
    switch (message.type) {
      case MessageType.Invocation:
      case MessageType.StreamInvocation:
        this.#forward(message);
        return;
      case MessageType.Completion:
        this.#invocations?.complete(message);
        return;
      case MessageType.Close:
        if (this.#transport !== undefined) this.#end(message.error, this.#transport);
        return;
      default:
        // Pings are counted by arriving. Items and cancellations of streams have no counterpart in the REST API.
        return;
    }
  }

  #forward(invocation: Invocation): void {
    const protocol = this.#protocol;
    if (protocol === undefined) return;
    if (this.#waitingCalls >= this.#host.limits.maxWaitingCalls) {
      const { invocationId } = invocation;
      const error = `More than ${this.#host.limits.maxWaitingCalls} calls of the connection wait for the upstream`;
      if (invocationId === undefined) this.#host.log(`Connection ${this.id}: ${error}`);
      else this.#enqueue(protocol.encode({ type: MessageType.Completion, invocationId, error }));
      return;
    }
    this.#waitingCalls++;
    this.#host.invoked(this, invocation, protocol).then(
      (record) => {
        this.#waitingCalls--;
        this.#contain(() => {
          if (record !== undefined && !this.#closed) this.#enqueue(record);
        });
      },
      (error: unknown) => {
        this.#waitingCalls--;
        this.#contain(() => this.#host.log(`The upstream failed: ${String(error)}`));
      },
    );
  }

  /** Does what an event asks for. An error would end the process, since nothing catches it there: it ends the connection. */
  #contain(action: () => void): void {
    try {
      action();
    } catch (error) {
      const broken = error instanceof ProtocolError ? error.message : undefined;
      try {
        this.#host.log(
          `Connection ${this.id} ${broken === undefined ? `failed: ${String(error)}` : `broke the protocol: ${broken}`}`,
        );
        this.close(`Connection closed with an error.${broken === undefined ? "" : ` ${broken}.`}`, false);
      } catch {
        // Not even that could be told.
        this.#transport?.abort();
      }
    }
  }

  #end(error: string | undefined, transport: Transport, reason?: string): void {
    transport.end();
    this.#finish(error, reason);
  }

  #finish(error: string | undefined, reason = error ?? "Closed by the client"): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unfinished = undefined;
    this.#pending = undefined;
    this.#resumption = undefined;
    this.#invocations?.abandon();
    this.#host.ended(this, this.#protocol !== undefined, error, reason);
  }
}
