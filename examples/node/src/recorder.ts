import type { Middleware, OperationId } from "@x/fetch-client";

/** Keeps the statuses with which each operation was answered, each once. */
export class Recorder {
  readonly #statuses = new Map<string, Set<number>>();

  statusesOf(id: OperationId): readonly number[] {
    return [...(this.#statuses.get(id) ?? [])];
  }

  /** Middleware for the client that is watched. */
  readonly middleware: Middleware = {
    onResponse: ({ operation, response }) => {
      if (operation !== undefined)
        this.#statuses.set(
          operation.id,
          (this.#statuses.get(operation.id) ?? new Set()).add(response.status),
        );
    },
  };
}
