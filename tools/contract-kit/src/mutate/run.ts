import type { Document } from "../document.ts";
import type { Violation } from "../violation.ts";
import { answerMutants } from "./answer-mutants.ts";
import { type CodeUnderTest, codeMutants } from "./code-mutants.ts";
import { type Breakage, type Mutant, type PackageName, promises } from "./mutant.ts";
import { operationMutants } from "./operation-mutants.ts";
import { schemaMutants } from "./schema-mutants.ts";

/** The judges of one package. */
export interface Judges {
  operation(
    document: Document,
    operationId: string,
    breakage?: Breakage,
  ): Promise<readonly Violation[]> | readonly Violation[];
  schema?(document: Document, name: string, breakage?: Breakage): readonly Violation[];
}

/** A mutant in front of the judges of one package that promises the thing. */
export interface Trial {
  readonly mutant: Mutant;
  readonly packageName: PackageName;
}

export interface Outcome extends Trial {
  readonly killed: boolean;
}

/** Every mutant of the document, of the code where it is given, and of a service's answers, by package. */
export function trialsOf(document: Document, only?: PackageName, code?: CodeUnderTest): Trial[] {
  const mutants = [
    ...operationMutants(document),
    ...schemaMutants(document),
    ...answerMutants(document),
    ...(code ? codeMutants(document, code) : []),
  ];
  return mutants.flatMap((mutant) =>
    promises[mutant.kind]
      .filter((packageName) => only === undefined || packageName === only)
      .map((packageName) => ({ mutant, packageName })),
  );
}

/** `count` trials spread evenly over all: the same ones each time. */
export function sampleTrials(trials: readonly Trial[], count: number): Trial[] {
  if (count >= trials.length) return [...trials];
  return Array.from(
    { length: count },
    (_, index) => trials[Math.floor((index * trials.length) / count)],
  ).filter((trial) => trial !== undefined);
}

/**
 * Runs trials against what the judges say of the unbroken document: a mutant is killed by a violation that was not there before.
 */
export class TrialRun {
  readonly #document: Document;
  readonly #judges: Readonly<Record<PackageName, Judges>>;
  readonly #before = new Map<string, ReadonlySet<string>>();

  constructor(document: Document, judges: Readonly<Record<PackageName, Judges>>) {
    this.#document = document;
    this.#judges = judges;
  }

  async run(trial: Trial): Promise<Outcome> {
    const key = `${trial.packageName} ${JSON.stringify(trial.mutant.subject)}`;
    const before = this.#before.get(key) ?? new Set(await this.#judge(this.#document, trial));
    this.#before.set(key, before);
    const after = await this.#judge(trial.mutant.document(), trial, trial.mutant.breakage);
    return { ...trial, killed: after.some((text) => !before.has(text)) };
  }

  async #judge(
    document: Document,
    { packageName, mutant: { subject } }: Trial,
    breakage?: Breakage,
  ): Promise<string[]> {
    const judge = this.#judges[packageName];
    const violations =
      "schema" in subject
        ? (judge.schema?.(document, subject.schema, breakage) ?? [])
        : await judge.operation(document, subject.operationId, breakage);
    return violations.map(({ rule, message }) => `${rule}: ${message}`);
  }
}
