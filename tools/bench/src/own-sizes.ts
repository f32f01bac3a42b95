import { measureBundle } from "./bundle-size.ts";
import type { Row } from "./row.ts";

/** A send, as a program of the client ends. */
export const send = `sendToAll({ hub: "chat", body: { target: "newMessage", arguments: ["hi"] } })`;

// Every program gets address and key from outside, as an application does; a literal would compress away.
const whole = (credential: string) => `
  import { ${credential}, createAuthMiddleware } from "@x/auth";
  import { createSignalRServiceClient } from "@x/fetch-client";
  export const run = (endpoint: string, secret: never) => createSignalRServiceClient({
    endpoint,
    middleware: [createAuthMiddleware(${credential}(${credential === "accessKeyCredential" ? "{ key: secret }" : "secret"}))],
  }).${send};`;

const programs = {
  accessKey: whole("accessKeyCredential"),
  entra: whole("entraCredential"),
  connectionString: `
    import { fromConnectionString } from "@x/auth";
    export const run = (text: string) => fromConnectionString(text).${send};`,
  client: `export { createSignalRServiceClient } from "@x/fetch-client";`,
  types: `import type { PayloadMessage } from "@x/types"; import "@x/types"; import "@x/types/2024-12-01";`,
} as const;

/**
 * What our own packages weigh. A row of one file has everything in it, `raw` with openapi-fetch included, though only
 * its first use loads it; the row "at start" beside it leaves it in a file of its own, as bundlers for the web do.
 *
 * @param folder Where the packages are installed.
 */
export async function measureOwnSizes(folder: string): Promise<Row[]> {
  const common = { group: "size", unit: "B gzip", peers: [], exact: true } as const;
  const pair = async (what: string, program: keyof typeof programs, atMost?: number): Promise<Row[]> => {
    const goal = atMost === undefined ? {} : { goal: { atMost } };
    const measure = async (split: boolean) =>
      (await measureBundle(programs[program], { folder, split })).gzip;
    return [
      { ...common, what, ...goal, reached: await measure(false) },
      { ...common, what: `${what}, at start`, ...goal, reached: await measure(true) },
    ];
  };
  return [
    ...(await pair("one send with an access key", "accessKey", 9300)),
    ...(await pair("one send with a connection string", "connectionString")),
    ...(await pair("one send with a token credential", "entra", 5500)),
    ...(await pair("client, all operations, no auth", "client", 4500)),
    {
      ...common,
      what: "types package at run time",
      unit: "B",
      goal: { atMost: 0 },
      reached: (await measureBundle(programs.types, { folder })).minified,
    },
  ];
}
