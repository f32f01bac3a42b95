import { toNodeHandler } from "@x/hub/node";
import express, { type Express } from "express";
import { makeNegotiate } from "./negotiate.ts";

export function createApp(connectionString: string): Express {
  const app = express();
  app.all("/negotiate", toNodeHandler(makeNegotiate(connectionString)));
  return app;
}
