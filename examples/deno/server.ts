import { createHandler } from "./notifications.ts";

const handler = createHandler(Deno.env.get("AZURE_SIGNALR_CONNECTION_STRING") ?? "");
Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT") ?? 3000) }, handler);
