import { createNegotiator, fromConnectionString } from "@x/auth";

export type Export = AsyncIterable<{ readonly rows: number; readonly of: number }>;

/**
 * `POST /exports` starts a long task and tells the page where to connect. The page sees the progress of its own export only:
 * the user of its token is the export.
 */
export function createHandler(connectionString: string, start: () => Export) {
  const hub = fromConnectionString(connectionString).hub("exports");
  const negotiate = createNegotiator(connectionString);

  async function run(user: string): Promise<void> {
    // A page that is not there yet must not miss the first step.
    while (!(await hub.userExists({ user }))) await Bun.sleep(50);
    try {
      for await (const { rows, of } of start())
        await hub.sendToUser({ user, body: { target: "progress", arguments: [rows, of] } });
      await hub.closeUserConnections({ user, reason: "The export is complete" });
    } catch (error) {
      console.error(`Export ${user} stopped`, error);
    }
  }

  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/exports" || request.method !== "POST") return new Response(null, { status: 404 });
    const userId = crypto.randomUUID();
    void run(userId);
    return Response.json(await negotiate({ hub: "exports", userId, expiresInSeconds: 600 }));
  };
}
