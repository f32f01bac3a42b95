import type { OperationHandlers, OperationRequest } from "../operation.js";
import { badRequest } from "../rest-error.js";
import { connectionNotExisted } from "./connections.js";

const largestPage = 200;

/** Membership of connections in groups. */
export const groupOperations = {
  groupExists: ({ hub, parameters: { group } }) =>
    hub.groupMembers(group).size > 0
      ? { status: 200 }
      : { status: 404, errorCode: "Warning.Group.NotExisted" },

  addConnectionToGroup({ hub, parameters: { connectionId, group } }) {
    if (!hub.addConnectionToGroup(connectionId, group)) throw connectionNotExisted(connectionId);
    return { status: 200 };
  },

  removeConnectionFromGroup({ hub, parameters: { connectionId, group } }) {
    if (!hub.removeConnectionFromGroup(connectionId, group)) throw connectionNotExisted(connectionId);
    return { status: 200 };
  },

  removeConnectionFromAllGroups({ hub, parameters: { connectionId } }) {
    hub.removeConnectionFromAllGroups(connectionId);
    return { status: 200 };
  },

  listConnectionsInGroup(request) {
    const { group, top, maxpagesize = largestPage, continuationToken: after } = request.parameters;
    const size = Math.min(maxpagesize, top ?? Number.POSITIVE_INFINITY);
    if (after === "") throw badRequest("'continuationToken' must not be empty", "continuationToken");
    // Sorted, so that a page starts at the right place even when the connection named by the token has gone.
    const members = [...request.hub.groupMembers(group)]
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
} satisfies Partial<OperationHandlers>;

/** The same request from the next connection on: every parameter stays, `application` too. */
function nextLink(
  request: OperationRequest<"listConnectionsInGroup">,
  last: string,
  top: number | undefined,
): string {
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
