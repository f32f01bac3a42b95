import type { Document } from "../document.ts";
import { readOperations } from "../operations.ts";
import { sendTo } from "../service-under-test.ts";
import { type Exchange, bodyBytes, readVectors } from "../vectors.ts";
import type { Violation } from "../violation.ts";

/** A validating proxy by another author, in front of a service. */
export interface ProxyUnderTest {
  readonly proxyUrl: string;
  /** The service behind it, of which the tokens speak. */
  readonly serviceUrl: string;
  readonly accessKey: string;
}

export interface PrismReport {
  readonly exchanges: number;
  readonly violations: readonly Violation[];
}

/** Requests that Prism cannot carry, by name of the vector, each with the reason. */
export type Exceptions = Readonly<Record<string, string>>;

/**
 * Sends the request of every vector through the proxy. One that is meant to be valid must pass in both directions, request and
 * answer; one that is marked invalid must be flagged.
 */
export async function judgeWithPrism(
  document: Document,
  proxy: ProxyUnderTest,
  exceptions: Exceptions,
): Promise<PrismReport> {
  const violations: Violation[] = [];
  const optional = new Set(
    readOperations(document)
      .filter(({ responses }) =>
        responses.some(({ bodyOptional, status }) => bodyOptional && status.startsWith("2")),
      )
      .map(({ operationId }) => operationId),
  );
  let exchanges = 0;
  const check = async (
    operationId: string,
    name: string,
    valid: boolean,
    request: Exchange["request"],
  ): Promise<void> => {
    exchanges++;
    const found = await send(proxy, request, optional.has(operationId));
    if (valid && found !== undefined) {
      violations.push({ operationId, rule: "valid", message: `"${name}" is flagged: ${found}` });
    } else if (!valid && found === undefined) {
      violations.push({
        operationId,
        rule: "invalid",
        message: `"${name}" passes though it is marked invalid`,
      });
    }
  };
  for (const { operationId } of readOperations(document)) {
    const vectors = readVectors(operationId).filter(
      ({ given, name }) => given?.token === undefined && !(name in exceptions),
    );
    // An operation at a time: Prism answers one request after another anyway.
    await Promise.all(
      vectors.flatMap(({ name, valid, exchanges: all }) =>
        all.map(({ request }) => check(operationId, name, valid, request)),
      ),
    );
  }
  return { exchanges, violations };
}

/** What Prism objects to, or `undefined` when it lets request and answer pass. */
async function send(
  proxy: ProxyUnderTest,
  request: Exchange["request"],
  bodyOptional: boolean,
): Promise<string | undefined> {
  const { status, headers, body } = await sendTo(
    { url: proxy.serviceUrl, accessKey: proxy.accessKey },
    { ...request, body: bodyBytes(request.body) },
    { via: proxy.proxyUrl },
  );
  if (!headers.get("content-type")?.startsWith("application/problem+json")) return undefined;
  const text = Buffer.from(body).toString();
  // An objection to HEAD comes without its reasons.
  if (text === "") return `status ${status}`;
  const { validation = [] } = JSON.parse(text) as { validation?: readonly Objection[] };
  const isEmptyAnswer = validation.some(({ message }) =>
    message?.startsWith('The received media type "" does not match'),
  );
  // Prism does not know `x-body-optional`: an answer without a body is one that the document allows.
  const others = validation.filter(
    ({ location }) => !(bodyOptional && isEmptyAnswer && location?.[0] === "response"),
  );
  return validation.length > 0 && others.length === 0 ? undefined : text;
}

interface Objection {
  readonly location?: readonly string[];
  readonly message?: string;
}
