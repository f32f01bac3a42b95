import type { RecordedMessage } from "./recorded.js";
import { TestClient } from "./test-client.js";

/** How an event must have been sent, for `toHaveReceived`. */
export interface ReceivedVia {
  /** The event must have been sent to this group, rather than to the connection, the user or all clients. */
  readonly group?: string;
}

interface Matching {
  readonly equals: (a: unknown, b: unknown) => boolean;
  readonly utils: { readonly stringify: (value: unknown) => string };
}

/** Implements the matcher `toHaveReceived`. */
export async function matchReceived(
  { equals, utils }: Matching,
  client: unknown,
  event: string,
  args?: readonly unknown[],
  { group }: ReceivedVia = {},
): Promise<{ readonly pass: boolean; readonly message: () => string }> {
  if (!(client instanceof TestClient))
    throw new TypeError("toHaveReceived() needs a client: pass the value of `await connect(…)` to expect()");
  const all = await client.received();
  const pass = all.some(
    (message) =>
      message.target === event &&
      (args === undefined || equals(message.arguments, args)) &&
      (group === undefined || isTo(message, group)),
  );
  const describe = (): string => {
    const wanted = `${event}(${args === undefined ? "…" : utils.stringify(args)})${group === undefined ? "" : ` through group ${group}`}`;
    const seen = all.map(
      ({ target, to, arguments: sent }) => `\n  ${target}(${utils.stringify(sent)}) to ${to}`,
    );
    return `Expected ${client.userId} ${pass ? "not " : ""}to have received ${wanted}, received:${seen.length === 0 ? " nothing" : seen.join("")}`;
  };
  return { pass, message: describe };
}

function isTo({ to }: RecordedMessage, group: string): boolean {
  return to === `group ${group}` || to?.startsWith(`group ${group} except `) === true;
}
