import { signToken } from "../../auth/sign-token.js";
import type { OperationHandlers } from "../operation.js";
import { numberParameter, stringParameter } from "../parameters.js";

const defaultLifeInMinutes = 60;

/** Health, and tokens that the service makes itself. */
export const tokenOperations: OperationHandlers = {
  getServiceStatus: () => ({ status: 200 }),

  generateClientToken({ hub, parameters, service }) {
    const userId = stringParameter(parameters, "userId");
    const minutes = numberParameter(parameters, "minutesToExpire") ?? defaultLifeInMinutes;
    const now = Math.floor(service.now() / 1000);
    const claims = {
      aud: `${service.url}/client/?hub=${hub.name}`,
      iat: now,
      exp: now + minutes * 60,
      ...(userId !== undefined && userId !== "" && { nameid: userId }),
    };
    return { status: 200, body: { token: signToken(claims, service.keys.primary) } };
  },

  getAccessKey: ({ service }) => ({ status: 200, body: service.keys.rotating() }),
};
