import { call } from "./call.js";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";

type Operations = Readonly<Record<string, OperationDescriptor>>;

/**
 * Makes the methods of a client from its operations. The generated factory gives the result its type: working it out from
 * the table would cost every program that compiles against it.
 *
 * @param scope The path parameter that can be bound once.
 */
export function createMethods(context: ClientContext, operations: Operations, scope?: string): object {
  const bind = (bound: ClientContext, ids: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      ids.map((id) => {
        const operation = operations[id] as OperationDescriptor;
        const { paginate = call } = operation;
        return [
          id,
          (args?: object, options?: CallOptions): unknown => paginate(bound, operation, args, options),
        ];
      }),
    );
  const ids = Object.keys(operations);
  const client = bind(context, ids);
  if (scope !== undefined) {
    const scoped = ids.filter((id) => scope in (operations[id]?.parameters ?? {}));
    client[scope] = (value: string) =>
      bind({ ...context, preset: { __proto__: null, ...context.preset, [scope]: value } }, scoped);
  }
  return client;
}
