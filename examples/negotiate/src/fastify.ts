import { toFastifyPlugin } from "@x/hub/fastify";
import fastify, { type FastifyInstance } from "fastify";
import { makeNegotiate } from "./negotiate.ts";

export function createApp(connectionString: string): FastifyInstance {
  const app = fastify();
  app.register(toFastifyPlugin(makeNegotiate(connectionString)), { prefix: "/negotiate" });
  return app;
}
