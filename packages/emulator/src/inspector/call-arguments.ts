import type { RequestActivity } from "../activity/activity.js";
import { currentPath, isLegacyPath } from "../rest/legacy-path.js";
import { readParameters } from "../rest/parameters.js";
import { readQuery } from "../rest/query.js";
import { RestError } from "../rest/rest-error.js";
import { routes } from "../rest/route-table.js";
import { Router } from "../rest/router.js";
import type { CallArguments, OperationView } from "./wire.js";

const router = new Router(routes);

/** Arguments of the operation that a request meant, or undefined when it was none or its parameters were refused. */
export function callArguments({ method, path, operationId }: RequestActivity): CallArguments | undefined {
  if (operationId === undefined) return undefined;
  const queryStart = path.indexOf("?");
  const target = queryStart === -1 ? path : path.slice(0, queryStart);
  const match = router.match(method, isLegacyPath(target) ? currentPath(target, method) : target);
  if (match === undefined || "allow" in match) return undefined;
  const query = readQuery(queryStart === -1 ? "" : path.slice(queryStart + 1));
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
    routes.map(({ operationId, method, path, parameters, body }) => [
      operationId,
      {
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
