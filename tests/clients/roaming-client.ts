import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { EndpointNegotiation } from "@x/hub/endpoints";
import { type TypedConnection, typedConnection } from "@x/hub/client";

/** What the clients of these tests are told, and what they may call. */
export interface Chat {
  events: { said(text: string): void };
  methods: { say(text: string): string };
}

/** A real client that negotiates again when it loses its connection, as a browser does, until it is stopped. */
export class RoamingClient {
  readonly userId: string;
  /** The texts that it was told, in order. */
  readonly texts: string[] = [];
  /** The endpoints that it was connected to, in order. */
  readonly endpoints: string[] = [];
  readonly #negotiate: (userId: string) => Promise<EndpointNegotiation>;
  #connection: TypedConnection<Chat> | undefined;
  #isStopped = false;
  /** Resolves when it is connected. It is another promise after each loss. */
  connected: Promise<void>;

  constructor(userId: string, negotiate: (userId: string) => Promise<EndpointNegotiation>) {
    this.userId = userId;
    this.#negotiate = negotiate;
    this.connected = this.#connect();
  }

  /** The endpoint that it is connected to. */
  get endpoint(): string | undefined {
    return this.endpoints.at(-1);
  }

  get connectionId(): string {
    return this.#connection?.connectionId ?? "";
  }

  /** Calls the server. */
  async say(text: string): Promise<string | undefined> {
    return this.#connection?.invoke("say", text);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#connection?.stop();
  }

  async #connect(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#tryToConnect();
        return;
      } catch {
        // It was led to an endpoint that has just gone: the next check of its health is due soon.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async #tryToConnect(): Promise<void> {
    const { url, accessToken, endpoint } = await this.#negotiate(this.userId);
    const connection = typedConnection<Chat>(
      new HubConnectionBuilder()
        .withUrl(url, { accessTokenFactory: () => accessToken, transport: HttpTransportType.WebSockets })
        .configureLogging(LogLevel.None)
        .build(),
    );
    connection.on("said", (text) => void this.texts.push(text));
    await connection.start();
    this.#connection = connection;
    this.endpoints.push(endpoint);
    connection.onclose(() => {
      if (!this.#isStopped) this.connected = this.#connect();
    });
  }
}
