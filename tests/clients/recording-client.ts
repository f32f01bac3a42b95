/** What scenarios do with a client. All of it can be written as JSON, since a client may be in a browser. */
export interface Client {
  /**
   * What the first event of this name that was not asked for yet came with. `say`: the arguments. `reconnecting`,
   * `closed`, `failed`: the error's message, if any. `reconnected`: the connection id. `item`: of a stream. `completed`.
   */
  next(event: ClientEvent): Promise<unknown>;
  /** Calls the server. @returns its result, or why it failed. */
  invoke(target: string, ...args: readonly unknown[]): Promise<{ readonly result: unknown } | Failure>;
  /** Opens a stream; `item`, `completed` and `failed` are what becomes of it. */
  stream(target: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Failure {
  readonly error: string;
}

export type ClientEvent = "say" | "reconnecting" | "reconnected" | "closed" | "item" | "completed" | "failed";

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  readonly transport: "WebSockets" | "ServerSentEvents" | "LongPolling";
  readonly protocol: "json" | "messagepack";
  /** Reconnects on its own, after each of these waits. */
  readonly reconnectAfterInMs?: readonly number[];
  readonly statefulReconnect?: boolean;
}

/** What every version of the JavaScript client library has, and what only some have. */
export interface ClientLibrary {
  readonly HubConnectionBuilder: new () => Builder;
  readonly HttpTransportType: { readonly [transport in ClientOptions["transport"]]: number };
  readonly LogLevel: { readonly None: number };
}

interface Builder {
  withUrl(url: string, options: object): Builder;
  withHubProtocol(protocol: object): Builder;
  configureLogging(level: number): Builder;
  withAutomaticReconnect?(retryDelays: number[]): Builder;
  withStatefulReconnect?(): Builder;
  build(): Connection;
}

interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  on(name: string, handler: (...args: unknown[]) => unknown): void;
  onclose(handler: (error?: Error) => void): void;
  onreconnecting?(handler: (error?: Error) => void): void;
  onreconnected?(handler: (connectionId?: string) => void): void;
  invoke(name: string, ...args: unknown[]): Promise<unknown>;
  stream(name: string): {
    subscribe(observer: {
      next(item: unknown): void;
      complete(): void;
      error(error: unknown): void;
    }): unknown;
  };
}

const patienceInMs = 20_000;

/**
 * A connection of the library that keeps what happens to it. It answers the server's `add` with a sum and its `refuse`
 * with an error. This file imports nothing, so that it also runs in a page as it is.
 */
export class RecordingClient implements Client {
  readonly #connection: Connection;
  readonly #events: { readonly name: ClientEvent; readonly value: unknown }[] = [];
  readonly #waiting: { readonly name: ClientEvent; readonly resolve: (value: unknown) => void }[] = [];

  private constructor(connection: Connection) {
    this.#connection = connection;
    for (const target of ["say", "sayTwo"]) connection.on(target, (...args) => this.#record("say", args));
    connection.on("add", (left, right) => Number(left) + Number(right));
    connection.on("refuse", () => {
      throw new Error("the client refuses");
    });
    connection.onclose((error) => this.#record("closed", error?.message));
    connection.onreconnecting?.((error) => this.#record("reconnecting", error?.message));
    connection.onreconnected?.((connectionId) => this.#record("reconnected", connectionId));
  }

  /** A client that has shaken hands. */
  static async start(
    library: ClientLibrary,
    createMessagePack: () => object,
    options: ClientOptions,
  ): Promise<RecordingClient> {
    const builder = new library.HubConnectionBuilder()
      .withUrl(options.url, {
        transport: library.HttpTransportType[options.transport],
        accessTokenFactory: () => options.token,
      })
      .configureLogging(library.LogLevel.None);
    if (options.protocol === "messagepack") builder.withHubProtocol(createMessagePack());
    if (options.reconnectAfterInMs !== undefined)
      builder.withAutomaticReconnect?.([...options.reconnectAfterInMs]);
    if (options.statefulReconnect === true) builder.withStatefulReconnect?.();
    const connection = builder.build();
    const client = new RecordingClient(connection);
    await connection.start();
    return client;
  }

  next(event: ClientEvent): Promise<unknown> {
    const index = this.#events.findIndex(({ name }) => name === event);
    const [found] = index === -1 ? [] : this.#events.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found.value);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const others = this.#events.map(({ name }) => name).join(", ") || "nothing";
        reject(new Error(`No '${event}' came within ${patienceInMs} ms, but ${others}`));
      }, patienceInMs);
      this.#waiting.push({
        name: event,
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
      });
    });
  }

  async invoke(target: string, ...args: readonly unknown[]): Promise<{ readonly result: unknown } | Failure> {
    try {
      return { result: await this.#connection.invoke(target, ...args) };
    } catch (error) {
      return { error: messageOf(error) };
    }
  }

  async stream(target: string): Promise<void> {
    this.#connection.stream(target).subscribe({
      next: (item) => this.#record("item", item),
      complete: () => this.#record("completed", undefined),
      error: (error) => this.#record("failed", messageOf(error)),
    });
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  #record(name: ClientEvent, value: unknown): void {
    const index = this.#waiting.findIndex((waiting) => waiting.name === name);
    const [waiting] = index === -1 ? [] : this.#waiting.splice(index, 1);
    if (waiting === undefined) this.#events.push({ name, value });
    else waiting.resolve(value);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
