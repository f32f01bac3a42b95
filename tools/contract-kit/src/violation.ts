/** One place where a package and the document disagree. */
export interface Violation {
  readonly operationId: string;
  /** What was compared: `method`, `path`, `query`, `body`, `status`, … */
  readonly rule: string;
  /** What was seen and what the document says. */
  readonly message: string;
}

/** Collects violations of one operation. */
export class Verdict {
  readonly violations: Violation[] = [];
  readonly #operationId: string;

  constructor(operationId: string) {
    this.#operationId = operationId;
  }

  add(rule: string, message: string): void {
    this.violations.push({ operationId: this.#operationId, rule, message });
  }

  /** Adds a violation for each text. */
  addAll(rule: string, messages: readonly string[]): void {
    for (const message of messages) this.add(rule, message);
  }
}
