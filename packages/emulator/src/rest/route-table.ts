export { apiVersion, routes } from "../../generated/index.js";
export type { JsonSchema, OperationId, Route, RouteParameter } from "../../generated/index.js";
