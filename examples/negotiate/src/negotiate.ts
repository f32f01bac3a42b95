import { type NegotiateHandler, createNegotiateHandler } from "@x/auth";

/** Stands for your sessions: who is signed in is looked up, never read from the request itself. */
const sessions = new Map([["session=fake-session-of-ada", { userId: "ada" }]]);

/** The handler that every file of this folder mounts in its framework. */
export function makeNegotiate(connectionString: string): NegotiateHandler {
  return createNegotiateHandler(connectionString, {
    hub: "chat",
    authenticate: (request) => sessions.get(request.headers.get("cookie") ?? ""),
    allowedOrigins: ["https://app.example"],
  });
}
