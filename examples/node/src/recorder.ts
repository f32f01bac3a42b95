import { type Middleware, type OperationId, operationTable } from "@x/fetch-client";

/** Keeps the statuses with which each operation was answered, each once. */
export class Recorder {
  readonly #statuses = new Map<OperationId, Set<number>>();

  statusesOf(id: OperationId): readonly number[] {
    return [...(this.#statuses.get(id) ?? [])];
  }

  /** openapi-fetch middleware for the client that is watched. */
  readonly middleware: Middleware = {
    onResponse: ({ request, schemaPath, response }) => {
      const ids = Object.keys(operationTable) as OperationId[];
      const id = ids.find(
        (one) => operationTable[one].path === schemaPath && operationTable[one].method === request.method,
      );
      if (id !== undefined)
        this.#statuses.set(id, (this.#statuses.get(id) ?? new Set()).add(response.status));
    },
  };
}
