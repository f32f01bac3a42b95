import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EmulatorError } from "./emulator-error.js";

/** Starts to listen. @returns the port, which 0 leaves to the system. @throws {EmulatorError} `port-in-use`, `cannot-listen` */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new EmulatorError(
              "port-in-use",
              `Port ${port} on ${host} is in use; choose another port, or 0 for any free one`,
              { cause: error },
            )
          : new EmulatorError(
              "cannot-listen",
              `Cannot listen on ${host}:${port} (${error.code ?? error.message})`,
              { cause: error },
            ),
      );
    });
    server.listen(port, host, resolve);
  });
  return addressOf(server).port;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new EmulatorError("not-listening", "The server is not listening");
  return address;
}
