import { type Handler, answer, readBytes, readJson } from "./stage-http.ts";

/** Receives webhooks, and hands each of them to the suite that asks for it. */
export class StageWebhooks {
  readonly #received: { readonly headers: readonly [string, string][]; readonly body: string }[] = [];

  readonly receive: Handler = async (request, response) => {
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    this.#received.push({ headers, body: (await readBytes(request)).toString("base64") });
    response.writeHead(204).end();
  };

  readonly find: Handler = async (request, response) => {
    const { connectionId, event } = await readJson<{ connectionId: string; event: string }>(request);
    const found = this.#received.find(({ headers }) => {
      const { "x-asrs-connection-id": id, "x-asrs-event": name } = Object.fromEntries(headers);
      return id === connectionId && name === event;
    });
    if (found === undefined) response.writeHead(404).end("No such webhook came");
    else answer(response, found);
  };
}
