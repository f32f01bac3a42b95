import { type OperationId, latestRoutes } from "../rest/route-table.js";

export const operationIds: readonly OperationId[] = [...latestRoutes.keys()];
