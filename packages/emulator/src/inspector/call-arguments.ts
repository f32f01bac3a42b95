import type { RequestActivity } from "../activity/activity.js";
import { currentPath, isLegacyPath } from "../rest/legacy-path.js";
import { readParameters } from "../rest/parameters.js";
import { readQuery } from "../rest/query.js";
import { RestError } from "../rest/rest-error.js";
import { latestRoutes } from "../rest/route-table.js";
import { RoutesByVersion } from "../rest/routes-by-version.js";
import type { CallArguments, OperationView } from "./wire.js";

const routes = new RoutesByVersion();

/** Arguments of the operation that a request meant, or undefined when it was none or its parameters were refused. */
export function callArguments({ method, path, operationId }: RequestActivity): CallArguments | undefined {
  if (operationId === undefined) return undefined;
  const queryStart = path.indexOf("?");
  const target = queryStart === -1 ? path : path.slice(0, queryStart);
  const query = readQuery(queryStart === -1 ? "" : path.slice(queryStart + 1));
  const match = isLegacyPath(target)
    ? routes.match(method, currentPath(target, method), routes.oldest)
    : routes.match(method, target, query.get("api-version")?.[0]);
  if (match === undefined || "allow" in match) return undefined;
  try {
    return Object.fromEntries(readParameters(match.route, match.pathParameters, query));
  } catch (error) {
    if (error instanceof RestError) return undefined;
    throw error;
  }
}

/** The operations of the REST API for the page. */
export function operationViews(): Readonly<Record<string, OperationView>> {
  return Object.fromEntries(
    Array.from(latestRoutes.values(), ({ operationId, apiVersion, method, path, parameters, body }) => [
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
        takesBody: body !== undefined,
      },
    ]),
  );
}
