import { type Socket, connect } from "node:net";
import { signToken } from "./clients.ts";

const answer = Buffer.from("HTTP/1.1 ");

/** Calls the REST API over one socket with requests that are made once, so that the caller costs next to nothing. */
export class RestCaller {
  readonly #socket: Socket;
  #waitsFor = 0;
  #resolve: () => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(url: string) {
    this.#socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (data: Buffer) => this.#read(data));
    this.#socket.on("error", (error) => this.#reject(error));
  }

  /** Writes the request so many times in one go and resolves when each got a 202. */
  send(request: Buffer, times = 1): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#waitsFor = times;
      this.#socket.write(times === 1 ? request : Buffer.concat(Array.from({ length: times }, () => request)));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(data: Buffer): void {
    for (let at = data.indexOf(answer); at !== -1; at = data.indexOf(answer, at + 1)) {
      const status = data.toString("latin1", at + answer.length, at + answer.length + 3);
      if (status !== "202") this.#reject(new Error(`The server answered ${data.toString("latin1", at)}`));
      this.#waitsFor--;
    }
    if (this.#waitsFor === 0) this.#resolve();
  }
}

/** A POST of the message with a token for its path. */
export function postOf(url: string, path: string, body: object, accessKey: string | undefined): Buffer {
  const text = JSON.stringify(body);
  const token = signToken({ aud: `${url}${path}` }, accessKey ?? "unused");
  return Buffer.from(
    `POST ${path}?api-version=2024-12-01 HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
