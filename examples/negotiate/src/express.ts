import express, { type Express, type RequestHandler } from "express";
import { makeNegotiate } from "./negotiate.ts";

/** Makes Express middleware of a web-standard handler that needs no request body. */
function toExpress(handler: (request: Request) => Promise<Response>): RequestHandler {
  return async (request, response) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, one);
    }
    const url = new URL(request.originalUrl, `${request.protocol}://${request.host}`);
    const answer = await handler(new Request(url, { method: request.method, headers }));
    response
      .status(answer.status)
      .setHeaders(answer.headers)
      .send(await answer.text());
  };
}

export function createApp(connectionString: string): Express {
  const app = express();
  app.all("/negotiate", toExpress(makeNegotiate(connectionString)));
  return app;
}
