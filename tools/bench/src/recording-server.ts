import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordingServer {
  readonly endpoint: string;
  /** Method and path, without the query, of every request since the last call. */
  taken(): string[];
  /** What the server answers from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

/** Notes what really arrives: what a client meant to send is not evidence. */
export async function startRecordingServer(): Promise<RecordingServer> {
  let status = 202;
  let requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${(request.url ?? "").replace(/\?.*$/s, "")}`);
    request.resume().on("end", () => response.writeHead(status, { "content-length": "0" }).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    taken() {
      const taken = requests;
      requests = [];
      return taken;
    },
    answer(next) {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
