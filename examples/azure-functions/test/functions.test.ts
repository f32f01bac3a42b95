import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpRequest, InvocationContext, type Timer } from "@azure/functions";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { negotiate, orderMoved, remindAll } from "../src/functions.ts";

const invocation = new InvocationContext();
const url = "https://shop.example/api";
const timer: Timer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: "", next: "", lastUpdated: "" },
};

test("The functions tell Ada what becomes of her order", async (context) => {
  const headers = { "x-ms-client-principal-name": "ada" };
  const request = new HttpRequest({ method: "POST", url: `${url}/negotiate`, headers });
  const { body: answer } = await negotiate(request);
  const negotiation = JSON.parse(new TextDecoder().decode(answer)) as { url: string; accessToken: string };
  const page = new HubConnectionBuilder()
    .withUrl(negotiation.url, { accessTokenFactory: () => negotiation.accessToken })
    .configureLogging(LogLevel.None)
    .build();
  const seen: unknown[] = [];
  for (const target of ["orderMoved", "reminder"]) page.on(target, (...args: unknown[]) => seen.push(args));
  await page.start();
  context.after(() => page.stop());

  const params = { user: "ada", order: "7" };
  const body = { string: "packed" };
  await orderMoved(new HttpRequest({ method: "POST", url: `${url}/orders/ada/7`, params, body }), invocation);
  await remindAll(timer, invocation);
  await context.waitFor(() => assert.deepEqual(seen, [["7", "packed"], ["The shop closes at six"]]));
});

test("A stranger gets no token", async () => {
  const request = new HttpRequest({ method: "POST", url: `${url}/negotiate` });
  assert.equal((await negotiate(request)).status, 401);
});
