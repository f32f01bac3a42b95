import { toNodeHandler } from "@x/hub/node";
import type { Plugin } from "vite";
import { createBoard } from "./src/server.ts";

/** Serves the page and its backend on one port; the backend is web-standard and runs elsewhere too. */
const backend: Plugin = {
  name: "backend",
  configureServer({ middlewares }) {
    const { negotiate, upstream } = createBoard(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "");
    middlewares.use("/negotiate", toNodeHandler(negotiate)).use("/upstream", toNodeHandler(upstream));
  },
};

export default { plugins: [backend], server: { host: "127.0.0.1" } };
