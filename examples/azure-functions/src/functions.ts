import { type HttpHandler, type TimerHandler, app } from "@azure/functions";
import { createNegotiateHandler, fromConnectionString } from "@x/auth";
import { toFunctionHandler } from "@x/hub/azure-functions";

const connectionString = process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "";
const orders = fromConnectionString(connectionString).hub("orders");

const answer = createNegotiateHandler(connectionString, {
  hub: "orders",
  // Set by App Service Authentication, which takes away what a client sends under this name.
  authenticate: ({ headers }) => {
    const userId = headers.get("x-ms-client-principal-name");
    return userId === null ? undefined : { userId };
  },
});

export const negotiate = toFunctionHandler(answer);

/** For whatever knows that an order moved on: `POST /api/orders/ada/7` with its new state. */
export const orderMoved: HttpHandler = async (request) => {
  const { user = "", order = "" } = request.params;
  await orders.sendToUser({ user, body: { target: "orderMoved", arguments: [order, await request.text()] } });
  return { status: 202 };
};

export const remindAll: TimerHandler = async () => {
  await orders.sendToAll({ body: { target: "reminder", arguments: ["The shop closes at six"] } });
};

app.http("negotiate", { methods: ["POST", "OPTIONS"], authLevel: "anonymous", handler: negotiate });
app.http("orderMoved", {
  methods: ["POST"],
  authLevel: "function",
  route: "orders/{user}/{order}",
  handler: orderMoved,
});
app.timer("remindAll", { schedule: "0 30 17 * * *", handler: remindAll });
