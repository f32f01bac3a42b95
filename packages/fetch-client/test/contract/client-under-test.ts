import type { ClientUnderTest } from "@x/contract-kit";
import {
  type SignalRServiceClientOptions,
  createSignalRServiceClient,
  operationTable,
} from "../../generated/index.js";
import * as operations from "../../generated/operations.js";

type Callable = (args?: object, options?: object) => unknown;
type Operation = (context: operations.SignalRServiceContext, args?: object, options?: object) => unknown;

/** The two ways in which the same operations are called. Every contract test takes both. */
export const callForms: Readonly<
  Record<string, (options: SignalRServiceClientOptions) => Readonly<Record<string, Callable>>>
> = {
  methods: (options) => createSignalRServiceClient(options) as unknown as Readonly<Record<string, Callable>>,
  functions(options) {
    const context = operations.createSignalRServiceContext(options);
    const bind = (id: string): Callable => {
      const operation = Reflect.get(operations, id) as Operation;
      return (...args) => operation(context, ...args);
    };
    return Object.fromEntries(Object.keys(operationTable).map((id) => [id, bind(id)]));
  },
};

/** The client as the judges see it, in each form. Each call is one request: retries have tests of their own. */
export const clientsUnderTest: readonly (readonly [form: string, client: ClientUnderTest])[] = Object.entries(
  callForms,
).map(([form, create]) => [form, { create: (options) => create({ ...options, retry: false }) }]);
