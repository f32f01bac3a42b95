import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createNegotiateHandler, fromConnectionString } from "@x/auth";

const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
const signalr = fromConnectionString(connectionString);

// Identifies the user by a cookie that the page sets. Demo only: use your own sessions in production.
const userOf = (cookie) => /(?:^|; )name=(\w+)/.exec(cookie ?? "")?.[1];

const negotiate = createNegotiateHandler(connectionString, {
  hub: "chat",
  authenticate(request) {
    const userId = userOf(request.headers.get("cookie"));
    return userId === undefined ? undefined : { userId };
  },
});

async function answer({ method, url, headers }) {
  switch (`${method} ${new URL(url, "http://localhost").pathname}`) {
    case "GET /":
      return new Response(await readFile("index.html"), { headers: { "content-type": "text/html" } });
    case "GET /signalr.js":
      return new Response(await readFile("node_modules/@microsoft/signalr/dist/browser/signalr.min.js"));
    case "POST /negotiate":
      return negotiate(new Request(`http://${headers.host}${url}`, { method, headers }));
    case "POST /send": {
      const user = userOf(headers.cookie);
      if (user === undefined) return new Response(null, { status: 401 });
      await signalr.sendToUser({
        hub: "chat",
        user,
        body: { target: "newMessage", arguments: [`Hi, ${user}`] },
      });
      return new Response(null, { status: 204 });
    }
    default:
      return new Response("Not found", { status: 404 });
  }
}

createServer(async (request, response) => {
  const { status, headers, body } = await answer(request).catch((error) => {
    console.error(error);
    return new Response("Something went wrong", { status: 500 });
  });
  response.writeHead(status, Object.fromEntries(headers));
  for await (const chunk of body ?? []) response.write(chunk);
  response.end();
}).listen(process.env.PORT ?? 3000, "127.0.0.1", function () {
  console.log(`http://127.0.0.1:${this.address().port}`);
});
