import type { OperationHandlers, OperationRequest } from "../operation.js";
import { numberParameter, pathParameter } from "../parameters.js";
import { badRequest } from "../rest-error.js";

/** Existence of users and their membership in groups, which outlives their connections. */
export const userOperations: OperationHandlers = {
  userExists: (request) =>
    request.hub.userConnections(userOf(request)).size > 0
      ? { status: 200 }
      : { status: 404, errorCode: "Warning.User.NotExisted" },

  userExistsInGroup: (request) =>
    request.hub.userIsInGroup(userOf(request), groupOf(request))
      ? { status: 200 }
      : { status: 404, errorCode: "Info.User.NotInGroup" },

  addUserToGroup(request) {
    const ttl = numberParameter(request.parameters, "ttl");
    if (ttl !== undefined && ttl < 0) throw badRequest("'ttl' must not be less than 0", "ttl");
    request.hub.addUserToGroup(userOf(request), groupOf(request), ttl);
    return { status: 200 };
  },

  removeUserFromGroup(request) {
    request.hub.removeUserFromGroup(userOf(request), groupOf(request));
    return { status: 204 };
  },

  removeUserFromAllGroups(request) {
    request.hub.removeUserFromAllGroups(userOf(request));
    return { status: 204 };
  },
};

function userOf(request: OperationRequest): string {
  return pathParameter(request.parameters, "user");
}

function groupOf(request: OperationRequest): string {
  return pathParameter(request.parameters, "group");
}
