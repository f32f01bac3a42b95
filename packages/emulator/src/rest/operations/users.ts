import type { OperationHandlers } from "../operation.js";
import { badRequest } from "../rest-error.js";

/** Existence of users and their membership in groups, which outlives their connections. */
export const userOperations = {
  userExists: ({ hub, parameters: { user } }) =>
    hub.userConnections(user).size > 0
      ? { status: 200 }
      : { status: 404, errorCode: "Warning.User.NotExisted" },

  userExistsInGroup: ({ hub, parameters: { user, group } }) =>
    hub.userIsInGroup(user, group) ? { status: 200 } : { status: 404, errorCode: "Info.User.NotInGroup" },

  addUserToGroup({ hub, parameters: { user, group, ttl } }) {
    if (ttl !== undefined && ttl < 0) throw badRequest("'ttl' must not be less than 0", "ttl");
    hub.addUserToGroup(user, group, ttl);
    return { status: 200 };
  },

  removeUserFromGroup({ hub, parameters: { user, group } }) {
    hub.removeUserFromGroup(user, group);
    return { status: 204 };
  },

  removeUserFromAllGroups({ hub, parameters: { user } }) {
    hub.removeUserFromAllGroups(user);
    return { status: 204 };
  },
} satisfies Partial<OperationHandlers>;
