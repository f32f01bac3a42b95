import { type NegotiateHandler, createNegotiateHandler } from "@x/auth";

/** Stand-in for your session store: the cookie is only a key, and the user id comes from the store. */
const sessions = new Map([["fake-session-of-ada", { userId: "ada" }]]);

const sessionOf = (cookie: string | null) => /(?:^|; )session=([^;]*)/.exec(cookie ?? "")?.[1] ?? "";

/** The handler that the examples for each framework mount. */
export function makeNegotiate(connectionString: string): NegotiateHandler {
  return createNegotiateHandler(connectionString, {
    hub: "chat",
    authenticate: (request) => sessions.get(sessionOf(request.headers.get("cookie"))),
    allowedOrigins: ["https://app.example"],
  });
}
