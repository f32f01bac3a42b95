import type { OperationHandlers, OperationRequest } from "../operation.js";
import { numberParameter, pathParameter, stringParameter } from "../parameters.js";
import { badRequest } from "../rest-error.js";
import { connectionIdOf, connectionNotExisted } from "./connections.js";

const largestPage = 200;

/** Membership of connections in groups. */
export const groupOperations: OperationHandlers = {
  groupExists: (request) =>
    request.hub.groupMembers(groupOf(request)).size > 0
      ? { status: 200 }
      : { status: 404, errorCode: "Warning.Group.NotExisted" },

  addConnectionToGroup(request) {
    const connectionId = connectionIdOf(request);
    if (!request.hub.addConnectionToGroup(connectionId, groupOf(request)))
      throw connectionNotExisted(connectionId);
    return { status: 200 };
  },

  removeConnectionFromGroup(request) {
    const connectionId = connectionIdOf(request);
    if (!request.hub.removeConnectionFromGroup(connectionId, groupOf(request)))
      throw connectionNotExisted(connectionId);
    return { status: 200 };
  },

  removeConnectionFromAllGroups(request) {
    request.hub.removeConnectionFromAllGroups(connectionIdOf(request));
    return { status: 200 };
  },

  listConnectionsInGroup(request) {
    const { parameters } = request;
    const top = numberParameter(parameters, "top");
    const size = Math.min(
      numberParameter(parameters, "maxpagesize") ?? largestPage,
      top ?? Number.POSITIVE_INFINITY,
    );
    const after = stringParameter(parameters, "continuationToken");
    if (after === "") throw badRequest("'continuationToken' must not be empty", "continuationToken");
    // Sorted, so that a page starts at the right place even when the connection named by the token has gone.
    const members = [...request.hub.groupMembers(groupOf(request))]
      .filter(({ id }) => after === undefined || id > after)
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
    const page = members.slice(0, size);
    const last = page.at(-1);
    const more = last !== undefined && members.length > size && (top === undefined || top > size);
    return {
      status: 200,
      body: {
        value: page.map(({ id, userId }) => ({ connectionId: id, userId })),
        ...(more && { nextLink: nextLink(request, last.id, top === undefined ? undefined : top - size) }),
      },
    };
  },
};

/** The same request from the next connection on: every parameter stays, `application` too. */
function nextLink(request: OperationRequest, last: string, top: number | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(request.query)) {
    const lowerName = name.toLowerCase();
    if (lowerName === "continuationtoken" || (lowerName === "top" && top !== undefined)) continue;
    query.append(name, value);
  }
  if (top !== undefined) query.set("top", String(top));
  query.set("continuationToken", last);
  return `${request.origin}${request.path}?${query.toString()}`;
}

function groupOf(request: OperationRequest): string {
  return pathParameter(request.parameters, "group");
}
