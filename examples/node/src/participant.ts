import {
  HttpTransportType,
  type HubConnection,
  HubConnectionBuilder,
  type IHttpConnectionOptions,
  JsonHubProtocol,
  LogLevel,
} from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

export type Transport = "WebSockets" | "ServerSentEvents" | "LongPolling";

export interface ParticipantOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly protocol: "json" | "messagepack";
  readonly url: string;
  readonly http?: IHttpConnectionOptions;
}

/** A real SignalR client that writes down what it sees. */
export class Participant {
  readonly name: string;
  readonly connection: HubConnection;
  /** What it has seen, and no step has taken yet. */
  #seen: string[] = [];
  #waiting = new Set<() => void>();
  open = false;

  constructor({ name, transport, protocol, url, http = {} }: ParticipantOptions) {
    this.name = name;
    this.connection = new HubConnectionBuilder()
      .withUrl(url, { ...http, transport: HttpTransportType[transport] })
      .withHubProtocol(protocol === "json" ? new JsonHubProtocol() : new MessagePackHubProtocol())
      .configureLogging(LogLevel.None)
      .build();
    for (const target of ["news", "probe", "fence"]) {
      this.connection.on(target, (...args: unknown[]) =>
        this.saw(`${target}(${args.map(String).join(", ")})`),
      );
    }
    this.connection.on("askName", (greeting: string) => `${greeting}, I am ${name}`);
    this.connection.onclose((error) => {
      this.open = false;
      this.saw(`closed: ${error?.message.replace(/^.*error on close: /, "") ?? "no reason"}`);
    });
  }

  get connectionId(): string {
    return this.connection.connectionId ?? "";
  }

  async start(): Promise<void> {
    await this.connection.start();
    this.open = true;
  }

  saw(event: string): void {
    this.#seen.push(event);
    for (const wake of this.#waiting) wake();
  }

  /** Resolves once the event has been seen, or when the time is over. */
  async waitFor(event: string, timeoutInMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (this.#seen.includes(event)) done();
      };
      const timer = setTimeout(done, timeoutInMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** What was seen since the last time, without fences. */
  takeSeen(): string[] {
    const seen = this.#seen.filter((event) => !event.startsWith("fence("));
    this.#seen = [];
    return seen;
  }
}
