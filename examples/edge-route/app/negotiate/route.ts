import { createNegotiateHandler } from "@x/auth";

export const runtime = "edge";

const negotiate = createNegotiateHandler(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "", {
  hub: "orders",
  // Stands for your sessions: here everybody with a name in a cookie is let in.
  authenticate: ({ headers }) => {
    const userId = /(?:^|; )name=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
    return userId === undefined ? undefined : { userId };
  },
});

export { negotiate as OPTIONS, negotiate as POST };
