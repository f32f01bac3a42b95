import type { HubConnection, IStreamResult, IStreamSubscriber, HubConnectionState } from "@microsoft/signalr";
import { errorText } from "./error-text.js";
import { ownHandler } from "./handlers.js";

/** A call of the front end: `invoke` and `send` call a method, `stream` opens a stream. */
export interface RecordedCall {
  readonly kind: "invoke" | "send" | "stream";
  readonly target: string;
  readonly arguments: readonly unknown[];
}

type Listener = (...args: unknown[]) => unknown;
type CloseListener = (error?: Error) => void;

/** Behaves like a `HubConnection` of `@microsoft/signalr`, without a server. */
export class FakeConnection implements Pick<HubConnection, keyof HubConnection> {
  baseUrl = "https://fake.example";
  serverTimeoutInMilliseconds = 30_000;
  keepAliveIntervalInMilliseconds = 15_000;
  readonly calls: RecordedCall[] = [];
  readonly #handlers: { readonly methods?: object; readonly streams?: object };
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #closed: CloseListener[] = [];
  readonly #reconnecting: CloseListener[] = [];
  readonly #reconnected: ((connectionId?: string) => void)[] = [];
  #state = "Disconnected";
  #starts = 0;

  constructor(handlers: { readonly methods?: object; readonly streams?: object }) {
    this.#handlers = handlers;
  }

  get state(): HubConnectionState {
    return this.#state as HubConnectionState;
  }

  get connectionId(): string | null {
    return this.#state === "Connected" ? `fake-${this.#starts}` : null;
  }

  async start(): Promise<void> {
    if (this.#state !== "Disconnected")
      throw new Error("Cannot start a HubConnection that is not in the 'Disconnected' state.");
    this.#connect();
  }

  async stop(): Promise<void> {
    if (this.#state === "Disconnected") return;
    this.#state = "Disconnected";
    for (const listener of this.#closed) listener();
  }

  on(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name.toLowerCase()) ?? new Set();
    this.#listeners.set(name.toLowerCase(), listeners.add(listener));
  }

  off(name: string, listener?: Listener): void {
    if (listener === undefined) this.#listeners.delete(name.toLowerCase());
    else this.#listeners.get(name.toLowerCase())?.delete(listener);
  }

  onclose(listener: CloseListener): void {
    this.#closed.push(listener);
  }

  onreconnecting(listener: CloseListener): void {
    this.#reconnecting.push(listener);
  }

  onreconnected(listener: (connectionId?: string) => void): void {
    this.#reconnected.push(listener);
  }

  async send(target: string, ...args: unknown[]): Promise<void> {
    this.#record("send", target, args);
    // `send` does not report the outcome.
    await this.#call(target, args).catch(() => undefined);
  }

  async invoke<T>(target: string, ...args: unknown[]): Promise<T> {
    this.#record("invoke", target, args);
    return (await this.#call(target, args)) as T;
  }

  stream<T>(target: string, ...args: unknown[]): IStreamResult<T> {
    this.#record("stream", target, args);
    return {
      subscribe: (subscriber) => {
        const subscription = { isOpen: true };
        void this.#pump(target, args, subscriber, subscription);
        return { dispose: () => void (subscription.isOpen = false) };
      },
    };
  }

  /** Receives an event from the server. */
  async receive(name: string, args: readonly unknown[]): Promise<void> {
    this.#assertConnected();
    await Promise.all(
      this.#listenersOf(name).map((listener) => listener(...(overTheWire(args) as unknown[]))),
    );
  }

  /** Responds to a client result request of the server. */
  async answer(name: string, args: readonly unknown[]): Promise<unknown> {
    this.#assertConnected();
    const [listener] = this.#listenersOf(name);
    const result = await listener?.(...(overTheWire(args) as unknown[]));
    if (result === undefined) throw new Error("Client didn't provide a result.");
    return overTheWire(result);
  }

  lose(error?: Error): void {
    this.#assertConnected();
    this.#state = "Reconnecting";
    for (const listener of this.#reconnecting) listener(error);
  }

  comeBack(): void {
    if (this.#state !== "Reconnecting")
      throw new Error(
        `reconnect() works only after disconnect(), but the connection is in the state '${this.#state}'`,
      );
    this.#connect();
    for (const listener of this.#reconnected) listener(this.connectionId ?? undefined);
  }

  #connect(): void {
    this.#starts++;
    this.#state = "Connected";
  }

  #assertConnected(): void {
    if (this.#state !== "Connected")
      throw new Error("Cannot send data if the connection is not in the 'Connected' State.");
  }

  #listenersOf(name: string): readonly Listener[] {
    return [...(this.#listeners.get(name.toLowerCase()) ?? [])];
  }

  #record(kind: RecordedCall["kind"], target: string, args: readonly unknown[]): void {
    if (this.#state === "Connected") this.calls.push({ kind, target, arguments: overTheWire(args) });
  }

  async #call(target: string, args: readonly unknown[]): Promise<unknown> {
    this.#assertConnected();
    return overTheWire(await this.#run(this.#handlers.methods, "Method", target, args));
  }

  async #pump(
    target: string,
    args: readonly unknown[],
    subscriber: IStreamSubscriber<never>,
    subscription: { readonly isOpen: boolean },
  ): Promise<void> {
    let items: AsyncIterable<never>;
    try {
      this.#assertConnected();
      items = (await this.#run(this.#handlers.streams, "Stream", target, args)) as AsyncIterable<never>;
    } catch (error) {
      subscriber.error(error);
      return;
    }
    try {
      for await (const item of items) {
        if (!subscription.isOpen) return;
        subscriber.next(overTheWire(item));
      }
    } catch (error) {
      subscriber.error(new Error(errorText(error, target), { cause: error }));
      return;
    }
    subscriber.complete();
  }

  /** @throws {Error} With the message that a client receives. */
  async #run(
    table: object | undefined,
    kind: string,
    target: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    const handler = ownHandler(table, target);
    if (handler === undefined) throw new Error(`${kind} '${target}' does not exist.`);
    try {
      return await (handler as unknown as Listener)(...(overTheWire(args) as unknown[]));
    } catch (error) {
      throw new Error(errorText(error, target), { cause: error });
    }
  }
}

/** Copies values as if they were sent as JSON. */
function overTheWire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
