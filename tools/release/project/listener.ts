// A browser's part in the README example: ada listens, says what she receives, and leaves.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createNegotiator } from "@x/auth";

const negotiate = createNegotiator(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "");
const { url, accessToken } = await negotiate({ hub: "chat", userId: "ada" });
const connection = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => accessToken ?? "" })
  .configureLogging(LogLevel.None)
  .build();
connection.on("newMessage", (text: unknown) => {
  console.log(`received ${String(text)}`);
  void connection.stop();
});
await connection.start();
console.log("connected");
