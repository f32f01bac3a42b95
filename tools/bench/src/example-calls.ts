/** What the generated operation table says about an operation, as far as calls need it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, "path" | "query" | "header" | "cookie">>;
  readonly body?: readonly string[];
}

export type OperationTable = Readonly<Record<string, Operation>>;

type Values = Readonly<Record<string, unknown>>;

/** The same call for two clients. */
export interface ExampleCall {
  readonly operationId: string;
  /** One flat object, or `undefined` where the operation takes nothing. */
  readonly flat: Values | undefined;
  readonly openapiFetch: { readonly method: string; readonly path: string; readonly init: Init };
}

interface Init {
  readonly params: { readonly path?: Values; readonly query: Values };
  readonly body?: unknown;
}

const parameterValues: Values = {
  hub: "chat",
  group: "g1",
  user: "ada",
  connectionId: "c1",
  streamId: "s1",
  application: "shop",
};

const message = { target: "newMessage", arguments: ["hi"] };
const bodies: Values = {
  executeCommands: [{ type: "JoinGroup", group: "g1" }],
  sendToStream: { item: 1 },
};

/** One call of every operation, with the parameters that most calls have. */
export function exampleCalls(table: OperationTable): ExampleCall[] {
  return Object.entries(table).map(([operationId, operation]) => {
    const { parameters = {}, method, path } = operation;
    const used = Object.keys(parameters).filter((name) => name in parameterValues);
    const pick = (location: string) =>
      Object.fromEntries(
        used.filter((name) => parameters[name] === location).map((name) => [name, parameterValues[name]]),
      );
    const body = operation.body === undefined ? {} : { body: bodies[operationId] ?? message };
    const pathValues = pick("path");
    const flat = { ...pathValues, ...pick("query"), ...body };
    return {
      operationId,
      flat: Object.keys(flat).length === 0 ? undefined : flat,
      openapiFetch: {
        method,
        path,
        init: {
          params: {
            ...(Object.keys(pathValues).length > 0 && { path: pathValues }),
            query: { "api-version": "2024-12-01", ...pick("query") },
          },
          ...body,
        },
      },
    };
  });
}
