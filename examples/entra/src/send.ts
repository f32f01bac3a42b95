import { DefaultAzureCredential } from "@azure/identity";
import { createNegotiator, dynamicKeyCredential, entraCredential, fromConnectionString } from "@x/auth";

// No key anywhere: `Endpoint=https://contoso.service.signalr.net;AuthType=azure;Version=1.0;`
const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";

// Calls are signed by the identity itself; it needs the role "SignalR REST API Owner".
const signalr = fromConnectionString(connectionString, {
  credential: entraCredential(new DefaultAzureCredential()),
});
await signalr.sendToAll({ hub: "chat", body: { target: "newMessage", arguments: ["hi"] } });

// Tokens of clients: made by the service, one call each …
const negotiate = createNegotiator(connectionString, { client: signalr });
console.log((await negotiate({ hub: "chat", userId: "ada" })).url);

// … or signed here with a key that the service hands out and rotates; this needs "SignalR App Server".
const negotiateHere = createNegotiator(connectionString, { keys: dynamicKeyCredential({ client: signalr }) });
console.log((await negotiateHere({ hub: "chat", userId: "ada", claims: { role: "admin" } })).url);
