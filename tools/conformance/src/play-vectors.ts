import {
  type Document,
  type RunningService,
  type Vector,
  isForServices,
  judgeServiceVector,
  readVectors,
  specVersion,
} from "@x/contract-kit";
import type { Finding } from "./finding.ts";

/** The hub of the vectors, which the run replaces by its own. */
const hubOfVectors = "chat";

/** The vectors of an operation that any service can be asked: no failure of the service itself has to be played. */
export function askableVectors(operationId: string): readonly Vector[] {
  return readVectors(operationId).filter(
    (vector) => isForServices(vector) && vector.given?.fault === undefined,
  );
}

/** The vector for another hub. */
export function inHub(vector: Vector, hub: string): Vector {
  if (vector.arguments.hub !== hubOfVectors) return vector;
  return {
    ...vector,
    arguments: { ...vector.arguments, hub },
    exchanges: vector.exchanges.map(({ request, response }) => ({
      request: { ...request, path: request.path.replace(`/hubs/${hubOfVectors}/`, `/hubs/${hub}/`) },
      response,
    })),
  };
}

/** The users whom the service remembers after the vector, as segments of a path. */
export function rememberedUsers({ given, exchanges }: Vector): readonly string[] {
  const put = exchanges.flatMap(({ request: { method, path } }) =>
    method === "PUT" ? (/\/users\/([^/]+)\//.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set([...(given?.users ?? []).map(({ id }) => encodeURIComponent(id)), ...put])];
}

/** Sends the requests of one vector to a service that is already running. */
export async function playVector(
  document: Document,
  target: Pick<RunningService, "url" | "accessKey" | "fetch">,
  operationId: string,
  vector: Vector,
): Promise<Finding> {
  const running: RunningService = { ...target, close: async () => {} };
  const about = {
    id: `vector:${operationId}: ${vector.name}`,
    title: `${operationId} ${vector.name}`,
    files: [`spec/${specVersion}/vectors/${operationId}.json`, `spec/${specVersion}/openapi.yaml`],
  };
  const expected = vector.exchanges.map(({ response }) => response.status).join(", ");
  try {
    const violations = await judgeServiceVector(
      document,
      { start: async () => running },
      operationId,
      vector,
    );
    if (violations.length === 0) return { ...about, verdict: "agreed", expected, actual: expected };
    return {
      ...about,
      verdict: "differs",
      expected,
      actual: violations.map(({ rule, message }) => `${rule} ${message}`).join("; "),
    };
  } catch (error) {
    return {
      ...about,
      verdict: "failed",
      expected,
      actual: error instanceof Error ? error.message : String(error),
    };
  }
}
