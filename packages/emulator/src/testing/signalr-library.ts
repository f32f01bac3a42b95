/**
 * The used part of `@microsoft/signalr`. The types of the package are not imported, because they need the DOM types, which
 * programs for Node.js do not have.
 */
export interface SignalRLibrary {
  readonly HubConnectionBuilder: new () => ConnectionBuilder;
  readonly HttpTransportType: Readonly<Record<"WebSockets" | "ServerSentEvents" | "LongPolling", number>>;
  readonly LogLevel: { readonly None: number };
}

interface ConnectionBuilder {
  withUrl(url: string, options: object): ConnectionBuilder;
  withHubProtocol(protocol: object): ConnectionBuilder;
  configureLogging(level: number): ConnectionBuilder;
  build(): SignalRConnection;
}

/** The members of `HubConnection` of `@microsoft/signalr` that are declared here. */
export interface SignalRConnection {
  readonly connectionId: string | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  on(name: string, handler: (...args: never[]) => unknown): void;
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  stream(
    method: string,
    ...args: unknown[]
  ): {
    subscribe(observer: {
      next(item: unknown): void;
      complete(): void;
      error(error: unknown): void;
    }): unknown;
  };
}

/** @throws Node's error, which names the package, if it is not installed. */
export async function loadSignalR(): Promise<SignalRLibrary> {
  // `as string` stops the compiler from resolving its types.
  return (await import("@microsoft/signalr" as string)) as SignalRLibrary;
}
