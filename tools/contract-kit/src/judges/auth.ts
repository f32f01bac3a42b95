import { callsOf } from "../arguments.ts";
import { callMethod, successOf } from "../client-under-test.ts";
import type { Document } from "../document.ts";
import { findOperation } from "../operations.ts";
import { observingFetch } from "../request-observer.ts";
import { verifiedClaims } from "../tokens.ts";
import { Verdict, type Violation } from "../violation.ts";

/** A client that signs its requests with what a connection string holds. */
export interface AuthenticatedClientUnderTest {
  create(options: {
    readonly connectionString: string;
    readonly fetch: typeof fetch;
  }): Readonly<Record<string, unknown>>;
}

/** Endpoints as they are in use, with the origin that audiences have by the documentation of the service. */
const endpoints = [
  { endpoint: "https://contoso.service.signalr.net", origin: "https://contoso.service.signalr.net" },
  { endpoint: "https://Contoso.service.signalr.net/", origin: "https://contoso.service.signalr.net" },
  { endpoint: "http://127.0.0.1:8888", origin: "http://127.0.0.1:8888" },
];

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";

/** Judges the tokens of one operation: one for the intended route where security is declared, none where it is not. */
export async function judgeAuth(
  document: Document,
  client: AuthenticatedClientUnderTest,
  operationId: string,
): Promise<Violation[]> {
  const operation = findOperation(document, operationId);
  const verdict = new Verdict(operationId);
  const judge = async ({ endpoint, origin }: (typeof endpoints)[number]): Promise<void> => {
    const connectionString = `Endpoint=${endpoint};AccessKey=${key};Version=1.0;`;
    const judgeCall = async (args: Readonly<Record<string, unknown>>): Promise<void> => {
      const observer = observingFetch(() => successOf(document, operation));
      const method = client.create({ connectionString, fetch: observer.fetch as typeof fetch })[operationId];
      if (typeof method !== "function") {
        verdict.add("method", `the client has no method ${operationId}`);
        return;
      }
      try {
        await callMethod(method, args);
      } catch (error) {
        verdict.add("call", `a call of ${operationId} failed: ${String(error)}`);
        return;
      }
      const [request] = observer.requests;
      if (!request) {
        verdict.add("request", "no request was sent");
        return;
      }
      const route = new URL(request.url).pathname;
      verdict.addAll("token", tokenProblems(request.headers, operation.secured, `${origin}${route}`));
    };
    const calls = callsOf(document, operation, { endpoint, count: 3 });
    await Promise.all(calls.map((call) => judgeCall(call.arguments)));
  };
  await Promise.all(endpoints.map(judge));
  return verdict.violations;
}

function tokenProblems(headers: Headers, secured: boolean, audience: string): string[] {
  const authorization = headers.get("authorization");
  if (!secured)
    return authorization === null ? [] : ["a token is sent though the operation declares no security"];
  if (authorization === null) return ["no token is sent though the operation declares security"];
  const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
  const claims = token === undefined ? undefined : verifiedClaims(token, key);
  if (!claims) return ["the token does not verify with HS256 and the key"];
  const problems: string[] = [];
  if (claims.aud !== audience) problems.push(`the audience is ${String(claims.aud)} instead of ${audience}`);
  const now = Date.now() / 1000;
  if (typeof claims.exp !== "number" || claims.exp <= now) problems.push("exp is not in the future");
  if (typeof claims.exp === "number" && claims.exp > now + 24 * 3600)
    problems.push("exp is more than a day away");
  if (typeof claims.nbf === "number" && claims.nbf > now + 1) problems.push("nbf is in the future");
  return problems;
}
