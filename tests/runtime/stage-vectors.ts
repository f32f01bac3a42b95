import { type Vector, bodyBytes, compareRequest, readVectors } from "@x/contract-kit";
import type { VectorCall } from "./harness.ts";
import { type Handler, answer, readBytes } from "./stage-http.ts";

interface Verdict {
  requests: number;
  readonly differences: string[];
}

/** Plays the service's side of the vectors, and compares what it was asked with what they expect. */
export class StageVectors {
  readonly #vectors: Readonly<Record<string, readonly Vector[]>>;
  readonly #verdicts = new Map<string, Verdict>();
  /** How many exchanges of a vector are over, by the path under which a client plays it. */
  readonly #answered = new Map<string, number>();

  constructor(operationIds: readonly string[]) {
    this.#vectors = Object.fromEntries(
      operationIds.map((operationId) => [operationId, readVectors(operationId)]),
    );
  }

  /** The client's side. */
  get calls(): Readonly<Record<string, readonly VectorCall[]>> {
    return Object.fromEntries(
      Object.entries(this.#vectors).map(([operationId, list]): [string, VectorCall[]] => [
        operationId,
        list.map(({ name, arguments: args, outcome }) => ({
          name,
          arguments: args,
          outcome: outcome as unknown as Record<string, unknown>,
        })),
      ]),
    );
  }

  readonly handle: Handler = async (request, response, path) => {
    const [, , operationId = "", index = "", form = ""] = path.split("/");
    const prefix = `/vectors/${operationId}/${index}/${form}`;
    const verdict = this.#verdictOf(operationId);
    verdict.requests += 1;
    const body = await readBytes(request);
    const count = this.#answered.get(prefix) ?? 0;
    this.#answered.set(prefix, count + 1);
    const vector = this.#vectors[operationId]?.[Number(index)];
    const exchange = vector?.exchanges[count];
    if (vector === undefined || exchange === undefined) {
      verdict.differences.push(`${vector?.name ?? prefix}: a request too many`);
      response.writeHead(500).end();
      return;
    }
    const observed = {
      method: request.method ?? "",
      url: `https://contoso.service.signalr.net${(request.url ?? "").slice(prefix.length)}`,
      headers: new Headers(request.headers as Record<string, string>),
      body: body.length === 0 ? undefined : new Uint8Array(body),
    };
    for (const difference of compareRequest(exchange.request, observed))
      verdict.differences.push(`${vector.name}: ${difference}`);
    response.writeHead(exchange.response.status, exchange.response.headers);
    response.end(bodyBytes(exchange.response.body));
  };

  readonly handleVerdict: Handler = (_request, response, path) => {
    answer(response, this.#verdictOf(path.split("/")[2] ?? ""));
  };

  #verdictOf(operationId: string): Verdict {
    const verdict = this.#verdicts.get(operationId) ?? { requests: 0, differences: [] };
    this.#verdicts.set(operationId, verdict);
    return verdict;
  }
}
