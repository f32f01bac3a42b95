import { Hono } from "hono";
import { makeNegotiate } from "./negotiate.ts";

export function createApp(connectionString: string): Hono {
  const negotiate = makeNegotiate(connectionString);
  return new Hono().on(["POST", "OPTIONS"], "/negotiate", (context) => negotiate(context.req.raw));
}
