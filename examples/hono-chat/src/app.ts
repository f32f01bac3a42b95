import { createNegotiateHandler, fromConnectionString } from "@x/auth";
import { Hono } from "hono";

/** Stands for your sessions: here everybody with a name in a cookie is let in. */
function signedIn({ headers }: Request): { userId: string } | undefined {
  const userId = /(?:^|; )name=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
  return userId === undefined ? undefined : { userId };
}

/** A chat with rooms. Messages go out through the service; no connection is held here. */
export function createApp(connectionString: string) {
  const chat = fromConnectionString(connectionString).hub("chat");
  const negotiate = createNegotiateHandler(connectionString, { hub: "chat", authenticate: signedIn });

  return new Hono<{ Variables: { user: string } }>()
    .post("/negotiate", (context) => negotiate(context.req.raw))
    .use("/rooms/*", async (context, next) => {
      const client = signedIn(context.req.raw);
      if (client === undefined) return context.text("Not signed in", 401);
      context.set("user", client.userId);
      await next();
    })
    .put("/rooms/:room/members/me", async (context) => {
      await chat.addUserToGroup({ user: context.get("user"), group: context.req.param("room") });
      return context.body(null, 204);
    })
    .post("/rooms/:room/messages", async (context) => {
      const body = { target: "newMessage", arguments: [context.get("user"), await context.req.text()] };
      await chat.sendToGroup({ group: context.req.param("room"), body });
      return context.body(null, 202);
    });
}
