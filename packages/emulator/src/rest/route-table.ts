import { type OperationId, type Route, routeTables } from "../../generated/index.js";

export { routeTables } from "../../generated/index.js";
export type { JsonSchema, OperationId, Route, RouteParameter } from "../../generated/index.js";

/** Every operation as the newest version that has it declares it, with that version. */
export const latestRoutes: ReadonlyMap<OperationId, Route & { readonly apiVersion: string }> = new Map(
  [...routeTables].flatMap(([apiVersion, routes]) =>
    routes.map((route) => [route.operationId, { ...route, apiVersion }] as const),
  ),
);
