import { createNegotiateHandler, fromConnectionString } from "@x/auth";

/** Stands for your sessions: here everybody is who they say they are. */
function signedIn({ url }) {
  const userId = new URL(url).searchParams.get("name");
  return userId ? { userId } : undefined;
}

/** The backend of the page, web-standard: `/negotiate` and `/messages`. */
export function createBackend(connectionString) {
  const chat = fromConnectionString(connectionString).hub("chat");
  const negotiate = createNegotiateHandler(connectionString, { hub: "chat", authenticate: signedIn });
  return async (request) => {
    if (new URL(request.url).pathname === "/negotiate") return negotiate(request);
    const client = signedIn(request);
    if (client === undefined) return new Response(null, { status: 401 });
    await chat.sendToAll({
      body: { target: "newMessage", arguments: [client.userId, await request.text()] },
    });
    return new Response(null, { status: 202 });
  };
}
