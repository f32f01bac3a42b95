import { signToken } from "../../auth/sign-token.js";
import type { OperationHandlers } from "../operation.js";

const defaultLifeInMinutes = 60;

/** Health, and tokens that the service makes itself. */
export const tokenOperations = {
  getServiceStatus: () => ({ status: 200 }),

  generateClientToken({ hub, parameters, service }) {
    const { userId, minutesToExpire = defaultLifeInMinutes } = parameters;
    const now = Math.floor(service.now() / 1000);
    const claims = {
      aud: `${service.url}/client/?hub=${hub.name}`,
      iat: now,
      exp: now + minutesToExpire * 60,
      ...(userId !== undefined && userId !== "" && { nameid: userId }),
    };
    return { status: 200, body: { token: signToken(claims, service.keys.primary) } };
  },

  getAccessKey: ({ service }) => ({ status: 200, body: service.keys.rotating() }),
} satisfies Partial<OperationHandlers>;
