import { text } from "node:stream/consumers";
import { createBackend } from "./src/server.js";

/** Serves the backend on the port of the page, so that there is one origin. */
function configureServer({ middlewares }) {
  const handle = createBackend(process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "");
  middlewares.use(async (incoming, outgoing, next) => {
    const { method, headers, url } = incoming;
    if (method !== "POST") return next();
    const init = { method, headers, body: await text(incoming) };
    const answer = await handle(new Request(new URL(url, `http://${headers.host}`), init));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
}

export default { plugins: [{ name: "backend", configureServer }], server: { host: "127.0.0.1" } };
