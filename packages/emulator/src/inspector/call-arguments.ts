import type { RequestActivity } from "../activity/activity.js";
import { splitTarget } from "../request-target.js";
import { readParameters } from "../rest/parameters.js";
import { RestError } from "../rest/rest-error.js";
import { latestRoutes } from "../rest/route-table.js";
import { RoutesByVersion } from "../rest/routes-by-version.js";
import type { CallArguments, OperationView } from "./wire.js";

const routes = new RoutesByVersion();

/** Arguments of the operation that a request meant, or undefined when it was none or its parameters were refused. */
export function callArguments({ method, path, operationId }: RequestActivity): CallArguments | undefined {
  if (operationId === undefined) return undefined;
  const resolved = routes.resolve(method, splitTarget(path));
  if (resolved === undefined || "allow" in resolved) return undefined;
  try {
    return readParameters(resolved.route, resolved.pathParameters, resolved.query);
  } catch (error) {
    if (error instanceof RestError) return undefined;
    throw error;
  }
}

/** The operations of the REST API for the page. */
export function operationViews(): Readonly<Record<string, OperationView>> {
  return Object.fromEntries(
    Array.from(latestRoutes.values(), ({ operationId, apiVersion, method, path, parameters }) => [
      operationId,
      {
        apiVersion,
        method,
        path,
        parameters: Object.fromEntries(
          parameters.flatMap((parameter) =>
            parameter.in === "header" || parameter.name === "api-version"
              ? []
              : [[parameter.name, parameter.in]],
          ),
        ),
      },
    ]),
  );
}
