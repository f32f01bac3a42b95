import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";

const { fetch } = createApp(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "");
serve({ fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"] ?? 3000) }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
