import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { createNegotiator } from "@x/auth";
import type { Emulator } from "@x/emulator";

export interface ClientOptions {
  readonly hub?: string;
  readonly userId?: string | undefined;
  readonly transport?: "WebSockets" | "ServerSentEvents" | "LongPolling";
  readonly protocol?: "json" | "messagepack";
}

/** A real client of the emulator, connected. */
export async function connectClient(emulator: Emulator, options: ClientOptions = {}): Promise<HubConnection> {
  const { hub = "chat", userId, transport = "WebSockets", protocol = "json" } = options;
  const { url, accessToken } = await createNegotiator(emulator.connectionString)({
    hub,
    ...(userId !== undefined && { userId }),
  });
  const builder = new HubConnectionBuilder()
    .withUrl(url, { transport: HttpTransportType[transport], accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None);
  if (protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
  const connection = builder.build();
  await connection.start();
  return connection;
}
