import { randomBytes } from "node:crypto";
import { readOpenApi, readOperations, specFile } from "@x/contract-kit";
import { askQuestion } from "./ask-questions.ts";
import type { Finding } from "./finding.ts";
import { askableVectors, inHub, playVector, rememberedUsers } from "./play-vectors.ts";
import { questions } from "./questions.ts";
import { Service, type Target } from "./service.ts";

export interface RunOptions {
  /** Ids of questions and operations; everything where it is empty. */
  readonly only?: readonly string[];
  /** Called after each question and each operation, so that a long run shows where it is. */
  readonly onFinding?: (finding: Finding) => void;
  readonly signal?: AbortSignal;
}

/** Plays the vectors and asks the open questions, one after the other, in hubs that no one else uses. */
export async function run(
  target: Target,
  { only = [], onFinding, signal }: RunOptions = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
    onFinding?.(finding);
  };
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const id = randomBytes(6).toString("hex");
  const document = readOpenApi(specFile);
  // A hub for each vector and each question: what one leaves for a moment is not seen by the next.
  const ownHub = (): string => `conformance_${id}_h${findings.length}`;
  for (const { operationId } of readOperations(document)) {
    if (!isWanted(operationId)) continue;
    for (const vector of askableVectors(operationId)) {
      signal?.throwIfAborted();
      const played = inHub(vector, ownHub());
      add(await playVector(document, target, operationId, played));
      const hub = encodeURIComponent(String(played.arguments.hub));
      await new Service(target, hub).cleanUp(rememberedUsers(played));
    }
  }
  for (const question of questions.filter((asked) => isWanted(asked.id))) {
    signal?.throwIfAborted();
    add(await askQuestion(new Service(target, ownHub()), question));
  }
  return findings;
}
