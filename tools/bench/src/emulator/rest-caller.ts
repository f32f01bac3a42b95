import { type Socket, connect } from "node:net";
import { signToken } from "../../../contract-kit/src/tokens.ts";

const answer = Buffer.from("HTTP/1.1 ");

/** Calls the REST API over one socket, and writes several requests in one go, which a `fetch` does not. */
export class RestCaller {
  readonly #socket: Socket;
  #missing = 0;
  #onAnswered: () => void = () => {};

  constructor(url: string) {
    this.#socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (data: Buffer) => {
      for (let at = data.indexOf(answer); at !== -1; at = data.indexOf(answer, at + 1)) {
        if (data.toString("latin1", at + answer.length, at + answer.length + 3) !== "202")
          throw new Error(`The server answered ${data.toString("latin1", at)}`);
        this.#missing--;
      }
      if (this.#missing === 0) this.#onAnswered();
    });
  }

  /** Writes the request so many times in one go and resolves when each got a 202. */
  async send(request: Buffer, times = 1): Promise<void> {
    this.#missing = times;
    const done = new Promise<void>((resolve) => (this.#onAnswered = resolve));
    this.#socket.write(Buffer.concat(Array.from({ length: times }, () => request)));
    await done;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** A POST of the message with a token for its path. */
export function postOf(url: string, path: string, body: object, accessKey = "unused"): Buffer {
  const text = JSON.stringify(body);
  const token = signToken({ aud: `${url}${path}`, exp: 4_000_000_000 }, accessKey);
  return Buffer.from(
    `POST ${path}?api-version=2024-12-01 HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
