import { contextFromConnectionString } from "@x/auth";
import { addUserToGroup, sendToGroup } from "@x/fetch-client/operations";

export const runtime = "edge";

const signalr = contextFromConnectionString(process.env["AZURE_SIGNALR_CONNECTION_STRING"] ?? "");
const hub = "orders";

// Both are for your backend: a public route would first look up who calls.
interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Puts a user into the group of an order, so that only those see it who may. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  await addUserToGroup(signalr, { hub, user: await request.text(), group: `order ${id}` });
  return new Response(null, { status: 204 });
}

/** Tells who may see an order about its new state. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const body = { target: "orderMoved", arguments: [id, await request.text()] };
  await sendToGroup(signalr, { hub, group: `order ${id}`, body });
  return new Response(null, { status: 202 });
}
