import { makeNegotiate } from "./negotiate.ts";

const negotiate = makeNegotiate(process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "");

/** `app/negotiate/route.ts` of a Next application, in the Node or the edge runtime. */
export { negotiate as OPTIONS, negotiate as POST };
