import {
  type Document,
  type RunningService,
  type Vector,
  isForServices,
  judgeServiceVector,
  readVectors,
  specVersion,
} from "@x/contract-kit";
import { messageOf } from "../../command-line/src/run-command.ts";
import type { Finding } from "./finding.ts";
import type { Target } from "./service.ts";

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
  target: Target,
  operationId: string,
  vector: Vector,
): Promise<Finding> {
  const start = async (): Promise<RunningService> => ({ ...target, close: async () => {} });
  const expected = vector.exchanges.map(({ response }) => response.status).join(", ");
  const about = {
    id: `vector:${operationId}: ${vector.name}`,
    title: `${operationId} ${vector.name}`,
    expected,
    files: [`spec/${specVersion}/vectors/${operationId}.json`, `spec/${specVersion}/openapi.yaml`],
  };
  try {
    const violations = await judgeServiceVector(document, { start }, operationId, vector);
    if (violations.length === 0) return { ...about, verdict: "agreed", actual: expected };
    const actual = violations.map(({ rule, message }) => `${rule} ${message}`).join("; ");
    return { ...about, verdict: "differs", actual };
  } catch (error) {
    return { ...about, verdict: "failed", actual: messageOf(error) };
  }
}
