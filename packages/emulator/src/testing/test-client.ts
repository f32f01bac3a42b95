import { createSecretKey } from "node:crypto";
import { signToken } from "../auth/sign-token.js";
import type { Claims } from "../auth/claims.js";
import type { Emulator } from "../emulator.js";
import type { ArgumentsIn, ClientContract, NameIn, ResultIn, UntypedContract } from "./client-contract.js";
import type { RecordedMessage } from "./recorded.js";
import { type SignalRConnection, loadSignalR } from "./signalr-library.js";

/** Options of {@link Connect}. */
export interface ConnectOptions {
  /** Name of the hub. Default: the fixture `hub`. */
  readonly hub?: string;
  /** Additional claims of the client's token. */
  readonly claims?: Claims;
  /** Transport of the connection. Default: `WebSockets`. */
  readonly transport?: "WebSockets" | "ServerSentEvents" | "LongPolling";
  /** Hub protocol. Pass `new MessagePackHubProtocol()` of `@microsoft/signalr-protocol-msgpack` for MessagePack. Default: JSON. */
  readonly protocol?: object;
}

const tokenLifetimeInSeconds = 3_600;

/** A real client of `@microsoft/signalr`, connected to the emulator. */
export class TestClient<C extends ClientContract = UntypedContract> {
  /** User ID of the client. */
  readonly userId: string;
  /** ID of the connection, for use with the REST API. */
  readonly connectionId: string;
  /** The underlying `HubConnection`, for features that have no method here. */
  readonly connection: SignalRConnection;
  readonly #emulator: Emulator;

  /** @internal */
  constructor(emulator: Emulator, userId: string, connection: SignalRConnection) {
    this.#emulator = emulator;
    this.userId = userId;
    this.connection = connection;
    this.connectionId = connection.connectionId ?? "";
  }

  /** Calls a hub method. Rejects with the error that the client receives. */
  async invoke<N extends NameIn<C, "methods">>(
    method: N,
    ...args: ArgumentsIn<C, "methods", N>
  ): Promise<ResultIn<C, "methods", N>> {
    return (await this.connection.invoke(method, ...args)) as ResultIn<C, "methods", N>;
  }

  /** Opens a stream and resolves to all its items when it is complete. Rejects with the error that the client receives. */
  items<N extends NameIn<C, "streams">>(
    stream: N,
    ...args: ArgumentsIn<C, "streams", N>
  ): Promise<ResultIn<C, "streams", N>[]> {
    const items: ResultIn<C, "streams", N>[] = [];
    return new Promise((resolve, reject) => {
      this.connection.stream(stream, ...args).subscribe({
        next: (item) => void items.push(item as ResultIn<C, "streams", N>),
        complete: () => resolve(items),
        error: reject,
      });
    });
  }

  /** Registers the handler of a client result, a call from the server that expects a return value. */
  answer<N extends NameIn<C, "clientResults">>(
    name: N,
    handler: (
      ...args: ArgumentsIn<C, "clientResults", N>
    ) => ResultIn<C, "clientResults", N> | Promise<ResultIn<C, "clientResults", N>>,
  ): void {
    this.connection.on(name, handler as (...args: never[]) => unknown);
  }

  /** Registers a handler of an event. */
  on<N extends NameIn<C, "events">>(event: N, handler: (...args: ArgumentsIn<C, "events", N>) => void): void {
    this.connection.on(event, handler as (...args: never[]) => unknown);
  }

  /**
   * Resolves to the events that this client has received since the last reset of the emulator, oldest first. Waits until the
   * emulator is idle ({@link Emulator.settled}), not for a timeout.
   */
  async received(event?: NameIn<C, "events">): Promise<readonly RecordedMessage[]> {
    await this.#emulator.settled();
    return this.#emulator.messages.filter(
      ({ type, direction, target, receivedBy }) =>
        type === "invocation" &&
        direction === "toClients" &&
        (event === undefined || target === event) &&
        receivedBy.some(({ connectionId }) => connectionId === this.connectionId),
    );
  }

  /** Closes the connection. The fixture calls this after the test. */
  stop(): Promise<void> {
    return this.connection.stop();
  }
}

/** Connects a client with a token like the one that the application's `/negotiate` would return. */
export async function connectClient<C extends ClientContract>(
  emulator: Emulator,
  userId: string,
  { hub = "chat", claims, transport = "WebSockets", protocol }: ConnectOptions = {},
): Promise<TestClient<C>> {
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = await loadSignalR();
  const url = `${emulator.url}/client/?hub=${hub.toLowerCase()}`;
  const key = /AccessKey=([^;]+)/.exec(emulator.connectionString)?.[1] ?? "";
  const exp = Math.floor(Date.now() / 1000) + tokenLifetimeInSeconds;
  const token = signToken({ ...claims, aud: url, exp, nameid: userId }, createSecretKey(Buffer.from(key)));
  const builder = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => token, transport: HttpTransportType[transport] })
    .configureLogging(LogLevel.None);
  if (protocol !== undefined) builder.withHubProtocol(protocol);
  const connection = builder.build();
  await connection.start();
  return new TestClient<C>(emulator, userId, connection);
}
