import {
  contextFromConnectionString,
  createNegotiateHandler,
  isSignalRAuthError,
  parseConnectionString,
  parseUpstreamRequest,
} from "@x/auth";
import { sendToAll } from "@x/fetch-client/operations";

/** Stands for your sessions: here everybody with a name in a cookie is let in. */
function signedIn({ headers }: Request): { userId: string } | undefined {
  const userId = /(?:^|; )name=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
  return userId === undefined ? undefined : { userId };
}

async function route(request: Request, connectionString: string): Promise<Response> {
  const signalr = contextFromConnectionString(connectionString);
  const say = (from = "somebody", text = "") =>
    sendToAll(signalr, { hub: "chat", body: { target: "newMessage", arguments: [from, text] } });
  switch (new URL(request.url).pathname) {
    case "/negotiate":
      return createNegotiateHandler(connectionString, { hub: "chat", authenticate: signedIn })(request);
    case "/send": {
      const client = signedIn(request);
      if (client === undefined) return new Response("Not signed in", { status: 401 });
      await say(client.userId, await request.text());
      return new Response(null, { status: 202 });
    }
    case "/upstream": {
      // The service calls it when clients come, go or call a method.
      const { accessKey = "" } = parseConnectionString(connectionString);
      const event = await parseUpstreamRequest(request, { accessKeys: accessKey });
      await say(event.userId, event.type === "invocation" ? String(event.arguments[0]) : event.type);
      return new Response(null, { status: 204 });
    }
    default:
      return new Response(null, { status: 404 });
  }
}

export default {
  fetch: (request: Request, env: { readonly AZURE_SIGNALR_CONNECTION_STRING: string }) =>
    route(request, env.AZURE_SIGNALR_CONNECTION_STRING).catch((error: unknown) => {
      if (!isSignalRAuthError(error) || error.code !== "upstream-signature-invalid") throw error;
      return new Response(error.message, { status: 401 });
    }),
};
