import { call } from "./call.js";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";

/**
 * Creates the methods of a client from its operations. The generated factory declares the type of the result, because inferring it
 * from the list would slow down the compilation of every program that uses the client.
 *
 * @param scope The path parameter that can be bound once.
 * @param operations One argument per operation, because an array of thousands of literals is a union too complex for TypeScript.
 */
export function createMethods(
  context: ClientContext,
  scope: string | undefined,
  ...operations: readonly OperationDescriptor[]
): object {
  const client = bindOperations(context, operations);
  if (scope !== undefined) {
    const scoped = operations.filter(({ parameters = {} }) => scope in parameters);
    client[scope] = (value: string) => {
      const preset = { __proto__: null, ...context.preset, [scope]: value };
      return bindOperations({ ...context, preset }, scoped);
    };
  }
  return client;
}

function bindOperations(
  context: ClientContext,
  operations: readonly OperationDescriptor[],
): Record<string, unknown> {
  const methods = operations.map((operation) => {
    const { id, paginate = call } = operation;
    const method = (args?: object, options?: CallOptions): unknown =>
      paginate(context, operation, args, options);
    return [id, method];
  });
  return Object.fromEntries(methods) as Record<string, unknown>;
}
