import { repeat, type Subject } from "./rounds.ts";
import { createSenders, type SenderName } from "./senders.ts";

/**
 * Calls to measure.
 *
 * @param endpoint Where requests go; without one a fetch that answers at once takes them.
 */
export async function callSubjects(endpoint?: string): Promise<Record<SenderName, Subject>> {
  let sent = 0;
  const senders = await createSenders(endpoint, () => sent++);
  const subjects = Object.entries(senders).map(([name, send]): [string, Subject] => {
    const calls = repeat(() => send("news"));
    // The Azure SDK is not counted, and throws where nothing comes back.
    if (name === "@azure/web-pubsub") return [name, calls];
    return [
      name,
      async (count) => {
        sent = 0;
        await calls(count);
        // A subject that fails before it sends would be the quickest of all.
        if (sent !== count) throw new Error(`${name} sent ${sent} of ${count} requests`);
      },
    ];
  });
  return Object.fromEntries(subjects) as Record<SenderName, Subject>;
}
