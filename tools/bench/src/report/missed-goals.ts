import type { Row } from "../row.ts";

/**
 * What holds a row that misses its goal: facts about how it is built, without figures, so that they stay true until
 * somebody builds it in another way. Shown only while the goal is missed.
 */
const reasons: Readonly<Record<string, string>> = {
  "size: one send with an access key": `One object has all operations, so a bundler cannot leave out those that a
    program never calls: the table of operations is the largest part of our own code. In a bundle of one file openapi-fetch
    is inlined as well, though only the first use of \`raw\` loads it; the row "at start" leaves it out
    ([decision 22](decisions/0022-methods-without-openapi-fetch.md)).`,
  "size: one send with a token credential": `Signing is a small part of the client, so leaving it out saves little: what
    remains is the table of operations, retry, paging, path safety and errors, and in one file openapi-fetch
    ([decision 22](decisions/0022-methods-without-openapi-fetch.md)).`,
  "size: client, all operations, no auth": `Beside openapi-fetch, which a bundle of one file has for \`raw\`, it has the table of operations,
    path safety, retry, time-outs, paging and errors, which peers of that size do not have.`,
  "size: client, all operations, no auth, at start": `Without openapi-fetch what is left is the table of operations, path safety,
    retry, time-outs, paging and errors, which peers of that size do not have.`,
  "mint: signServiceToken": `It parses the audience as a URL and checks it and the lifetime, beside the two encodings and the signature
    that are all of the baseline. A token is taken from the cache for every call of a route but the first.`,
  "completion: names of methods": `The client's types stand in several modules and name those of the document, and the compiler goes through
    all of them after each key pressed. The interface by hand is one module that names nothing else.`,
  "completion: keys of arguments": `To offer keys the compiler resolves the call. The argument of a send is a union of two shapes, one for each
    kind of body, with the document's types and comments; that of the interface by hand is one shape of two keys.`,
  "emulator: 10 broadcasts in one turn": `All ten go out in one write a connection. What is left is paid once a call, not
    once a connection: the request, its token and its body, so the share falls as connections are added.`,
  "emulator: 10 broadcasts in one turn, activity recorded": `Each of the ten calls is recorded by itself, with its body and the
    names of those who received it, while all ten share one write a connection.`,
  "emulator: broadcast": `Sending is the same write to a socket as the baseline's; the rest is the REST call in front of it,
    with its token and the checks of its body.`,
  "emulator: broadcast, activity recorded": `Recording keeps the body of a message and the names of those who received it, up to a
    limit, beside the REST call in front of the writes.`,
  "emulator: memory of a connection": `Beside the socket, which the baseline has too, a connection keeps its identity and claims, a session
    with the state of its protocol, and its place among the connections of hub, user and groups.`,
  "emulator: opening rate, handshake included": `Each connection verifies a token of its own, which a cache cannot help, and
    exchanges a SignalR handshake; the baseline only upgrades.`,
  "emulator: verify a token": `Beside the HMAC, which is the baseline, the payload is decoded and parsed, the signature is compared in
    constant time, and the lifetime is checked.`,
  "emulator: sendToUser, user not connected": `The baseline reads a body and answers. A call here also matches a route,
    verifies a token and validates parameters and body.`,
  "emulator: sendToUser, delivered to one connection": `The write to the connection is a system call beside the two of the
    request and its answer, which are nearly all that the baseline does.`,
  "emulator: sendToUser, delivered, activity recorded": `Request, answer and message are recorded with their bodies before the answer
    goes out, so that a test that has the answer finds them ([decision 55](decisions/0055-activity-of-the-emulator.md)).`,
};

/** Why a row misses its goal, in a sentence or two, or `undefined` where nobody has found out. */
export function reasonFor({ group, what }: Row): string | undefined {
  const main = what.replace(/, at start$/, "");
  return (reasons[`${group}: ${what}`] ?? reasons[`${group}: ${main}`])?.replaceAll(/\s+/g, " ");
}

/** Rows that have a reason, as `group: what`. */
export const explained: readonly string[] = Object.keys(reasons);
