import { createNegotiateHandler, fromConnectionString } from "@x/auth";

/** Stands for your sessions: here everybody with a name in a cookie is let in. */
function signedIn({ headers }: Request): { userId: string } | undefined {
  const userId = /(?:^|; )name=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
  return userId === undefined ? undefined : { userId };
}

/** `POST /negotiate` for pages, and `POST /notify/<user>` for whatever in your backend has news: check who calls. */
export function createHandler(connectionString: string): (request: Request) => Promise<Response> {
  const hub = fromConnectionString(connectionString).hub("notifications");
  const negotiate = createNegotiateHandler(connectionString, {
    hub: "notifications",
    authenticate: signedIn,
  });
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/negotiate") return negotiate(request);
    const user = /^\/notify\/([^/]+)$/.exec(pathname)?.[1];
    if (user === undefined || request.method !== "POST") return new Response(null, { status: 404 });
    const online = await hub.userExists({ user: decodeURIComponent(user) });
    await hub.sendToUser({
      user: decodeURIComponent(user),
      body: { target: "notification", arguments: [await request.text()] },
    });
    return Response.json({ online });
  };
}
