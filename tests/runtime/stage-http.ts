import { type IncomingMessage, type ServerResponse, request as httpRequest } from "node:http";

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<void> | void;

export function answer(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function readJson<T>(request: IncomingMessage): Promise<T> {
  return JSON.parse((await readBytes(request)).toString("utf8")) as T;
}

/** Hands a request on as it is, and a cut connection too. */
export function forward(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = request;
  const onward = httpRequest(`${target}${url}`, {
    ...(method !== undefined && { method }),
    headers: { ...headers, host: new URL(target).host },
  });
  onward.on("response", (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
