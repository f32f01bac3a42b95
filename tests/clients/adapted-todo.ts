import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { type NegotiateHandler, createNegotiateHandler } from "@x/auth";
import { createHub } from "@x/hub";
import { type TypedConnection, typedConnection } from "@x/hub/client";
import { HubError, type UpstreamHandler, createUpstreamHandler, signatureVerifier } from "@x/hub/upstream";
import { z } from "zod";

/** A result, an error and a stream. */
export interface Sum {
  methods: { add(left: number, right: number): number; refuse(): void };
  streams: { countTo(last: number): number };
}

/** Both endpoints of an application, as its framework mounts them. */
export interface Endpoints {
  readonly negotiate: NegotiateHandler;
  readonly upstream: UpstreamHandler;
}

export function createEndpoints(connectionString: string, onError: (error: unknown) => void): Endpoints {
  const hub = createHub<Sum>({ connectionString, hub: "sum" });
  return {
    negotiate: createNegotiateHandler(connectionString, {
      hub: "sum",
      authenticate: ({ headers }) => {
        const userId = headers.get("cookie")?.replace("name=", "");
        return userId === undefined ? undefined : { userId };
      },
    }),
    upstream: createUpstreamHandler(hub, {
      verify: signatureVerifier({ connectionString }),
      onError,
      maxBodyBytes: 100_000,
      methods: {
        add: { input: z.tuple([z.number(), z.number()]), handle: (_context, left, right) => left + right },
        refuse: ({ userId }) => {
          throw new HubError(`Not today, ${userId}`);
        },
      },
      streams: {
        countTo: {
          input: z.tuple([z.number()]),
          async *handle(_context, last) {
            for (let number = 1; number <= last; number++) yield number;
          },
        },
      },
    }),
  };
}

/** Connects Ada through `/negotiate` of the application. */
export async function connectAda(url: string): Promise<TypedConnection<Sum>> {
  const connection = typedConnection<Sum>(
    new HubConnectionBuilder()
      .withUrl(url, { headers: { cookie: "name=ada" } })
      .configureLogging(LogLevel.None)
      .build(),
  );
  await connection.start();
  return connection;
}

/** What a client gets of a result, an error and a stream. */
export async function playSum(ada: TypedConnection<Sum>): Promise<unknown[]> {
  const items: number[] = [];
  const streamed = new Promise<unknown>((resolve, reject) => {
    ada.stream("countTo", 3).subscribe({
      next: (item) => items.push(item),
      complete: () => resolve(items),
      error: reject,
    });
  });
  return [
    await ada.invoke("add", 1, 2),
    await ada.invoke("refuse").catch((error: Error) => error.message),
    await streamed,
  ];
}
