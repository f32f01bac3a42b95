/**
 * What is used of `@microsoft/signalr`. Its own types need those of a browser, which a program for Node does not have, so
 * they are not imported.
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

/** A `HubConnection` of `@microsoft/signalr`, as far as it is described here. */
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

/** @throws the error of Node that names the package, when it is not installed */
export async function loadSignalR(): Promise<SignalRLibrary> {
  // Written so that the compiler does not look for its types.
  return (await import("@microsoft/signalr" as string)) as SignalRLibrary;
}
