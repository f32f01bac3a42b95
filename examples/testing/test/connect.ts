import { type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createNegotiator } from "@x/auth";

/** A real client of the hub `chat`. */
export async function connect(connectionString: string, userId: string): Promise<HubConnection> {
  const { url, accessToken } = await createNegotiator(connectionString)({ hub: "chat", userId });
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  return connection;
}
