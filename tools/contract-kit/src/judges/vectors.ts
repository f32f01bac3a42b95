import { type ClientUnderTest, callMethod } from "../client-under-test.ts";
import { observingFetch } from "../request-observer.ts";
import { type Vector, bodyBytes, clientArguments, compareRequest } from "../vectors.ts";
import { Verdict, type Violation } from "../violation.ts";

/** Judges what a client makes of one vector: the requests it sends, in order, and what comes of them. */
export async function judgeVectors(
  client: ClientUnderTest,
  operationId: string,
  vector: Vector,
): Promise<Violation[]> {
  const verdict = new Verdict(operationId);
  const endpoint = "https://contoso.service.signalr.net";
  const answers = vector.exchanges.values();
  const observer = observingFetch(() => {
    const response = answers.next().value?.response;
    if (!response) throw new Error("The vector has no answer for this request");
    const body = bodyBytes(response.body);
    return new Response(body && Buffer.from(body), {
      status: response.status,
      headers: response.headers ?? {},
    });
  });
  const method = client.create({ endpoint, fetch: observer.fetch as typeof fetch })[operationId];

  let outcome: Record<string, unknown>;
  try {
    outcome = { value: await callMethod(method, clientArguments(vector)) };
  } catch (error) {
    outcome = { error };
  }
  verdict.addAll("outcome", compareOutcome(vector, outcome));
  if (observer.requests.length !== vector.exchanges.length) {
    verdict.add("requests", `${observer.requests.length} were sent, ${vector.exchanges.length} expected`);
  }
  for (const [index, request] of observer.requests.entries()) {
    const expected = vector.exchanges[index]?.request;
    if (expected) verdict.addAll("request", compareRequest(expected, request));
  }
  return verdict.violations;
}

function compareOutcome(vector: Vector, actual: Record<string, unknown>): string[] {
  const expected = vector.outcome;
  const error = actual.error as Record<string, unknown> | undefined;
  if ("error" in expected) {
    if (!error) return [`the call gives ${JSON.stringify(actual.value)} instead of failing`];
    return Object.entries(expected.error)
      .filter(([name, value]) => error[name] !== value)
      .map(
        ([name, value]) =>
          `the error has ${name} ${String(error[name])} instead of ${value}: ${String(error)}`,
      );
  }
  if ("refused" in expected) {
    if (error?.name === "InvalidPathParameterError") return [];
    return [
      `the call is not refused because of ${expected.refused} but gives ${String(error ?? actual.value)}`,
    ];
  }
  if (error) return [`the call fails: ${String(error)}`];
  const value = "nothing" in expected ? undefined : expected.value;
  if (JSON.stringify(actual.value) === JSON.stringify(value)) return [];
  return [`the call gives ${JSON.stringify(actual.value)} instead of ${JSON.stringify(value)}`];
}
