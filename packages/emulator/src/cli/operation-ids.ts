import { type OperationId, routes } from "../rest/route-table.js";

export const operationIds: readonly OperationId[] = routes.map(({ operationId }) => operationId);
