import { createNegotiateHandler } from "@x/auth";
import { createHub } from "@x/hub";
import { HubError, type UpstreamRuntime, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";

/** What clients and the Worker say to each other. */
export interface Chat {
  events: { newMessage(from: string, text: string): void };
  methods: { say(text: string): number };
  streams: { countDown(from: number): number };
}

/** Stands for your sessions: here everybody with a name in a cookie is let in. */
function authenticate({ headers }: Request): { userId: string } | undefined {
  const userId = /(?:^|; )name=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
  return userId === undefined ? undefined : { userId };
}

function createChat(connectionString: string) {
  const chat = createHub<Chat>({ connectionString, hub: "chat" });
  const tell = (from = "a guest", text = "") => chat.all().send("newMessage", from, text);
  return {
    negotiate: createNegotiateHandler(connectionString, { hub: "chat", authenticate }),
    upstream: createUpstreamHandler(chat, {
      verify: signatureVerifier({ connectionString }),
      onConnected: ({ userId }) => tell(userId, "connected"),
      onDisconnected: ({ userId }) => tell(userId, "disconnected"),
      methods: {
        async say({ userId }, text) {
          if (typeof text !== "string" || text === "") throw new HubError("Say something");
          await tell(userId, text);
          return text.length;
        },
      },
      streams: {
        async *countDown(_context, from) {
          for (let left = Number(from); left > 0; left--) yield left;
        },
      },
    }),
  };
}

let chat: ReturnType<typeof createChat> | undefined;

export default {
  fetch(request: Request, env: { AZURE_SIGNALR_CONNECTION_STRING: string }, context: UpstreamRuntime) {
    const { negotiate, upstream } = (chat ??= createChat(env.AZURE_SIGNALR_CONNECTION_STRING));
    // The context has waitUntil: a stream goes on after the answer to the service.
    return new URL(request.url).pathname === "/upstream" ? upstream(request, context) : negotiate(request);
  },
};
