import type { Row } from "../row.ts";

const decision = {
  23: "[decision 23](decisions/0023-client-bundle-size.md)",
  45: "[decision 45](decisions/0045-emulator-performance-limits.md)",
  55: "[decision 55](decisions/0055-emulator-activity-log.md)",
};

/**
 * What holds a row that misses its goal: facts about how it is built, without figures, so that they stay true until
 * the code is changed. Shown only while the goal is missed.
 */
const reasons: Readonly<Record<string, string>> = {
  "size: one send, no auth": `The function of one operation brings nothing of the others. What it brings is path safety, retry by
    class with timeouts and back-off, a limit of the body, middleware, bodies of bytes and MessagePack, and errors that say
    what was wrong: what each weighs and would cost a user to lose: ${decision[23]}.`,
  "size: one send with a token credential": `The send without a token misses its goal by as much; the rest is renewal of the token,
    the check of the endpoint, and the words that explain a 401 (${decision[23]}).`,
  "size: one send with an access key": `The send without a token misses its goal by as much; the rest is signing, the cache
    of tokens by route, and the words that explain a 401 (${decision[23]}).`,
  "size: all methods, no auth": `The descriptors of all operations are added to the runtime of one send, which is most of it
    (${decision[23]}).`,
  "mint: signServiceToken": `It parses the audience as a URL and checks it and the lifetime, in addition to the two encodings and the signature
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
    limit, in addition to the REST call in front of the writes.`,
  "emulator: memory of a connection": `Most of it are \`ws\` and the sockets of Node, which the baseline has too. Claims and query are
    kept because an upstream is told them with every event: ${decision[45]}.`,
  "emulator: opening rate, handshake included": `Each connection verifies a token of its own, which a cache cannot help, and exchanges a
    SignalR handshake; the baseline only upgrades. No function stands out in a profile: ${decision[45]}.`,
  "emulator: verify a token": `Half of it is the HMAC, which is all of the baseline. The payload is decoded and parsed in addition,
    and no quicker way takes the same tokens: ${decision[45]}. A token that comes again is not verified again.`,
  "emulator: sendToUser, user not connected": `The baseline reads a body and answers. A call here also matches a route,
    verifies a token and validates parameters and body.`,
  "emulator: sendToUser, delivered to one connection": `The baseline neither parses the body nor writes to a second socket; a bare
    server that does both falls behind it as well. What the emulator adds stands out in no profile: ${decision[45]}.`,
  "emulator: sendToUser, delivered, activity recorded": `On top of a delivery (${decision[45]}) request, answer and message are
    recorded with their bodies before the answer goes out, so that a test that has the answer finds them
    (${decision[55]}).`,
};

/** Why a row misses its goal, in a sentence or two, or `undefined` where it is not known. */
export function reasonFor({ group, what }: Row): string | undefined {
  return reasons[`${group}: ${what}`]?.replaceAll(/\s+/g, " ");
}

/** Rows that have a reason, as `group: what`. */
export const explained: readonly string[] = Object.keys(reasons);
