import { app } from "@azure/functions";
import { toFunctionHandler } from "@x/hub/azure-functions";
import { makeNegotiate } from "./negotiate.ts";

export const handler = toFunctionHandler(makeNegotiate(process.env.AZURE_SIGNALR_CONNECTION_STRING ?? ""));

app.http("negotiate", { methods: ["POST", "OPTIONS"], authLevel: "anonymous", handler });
