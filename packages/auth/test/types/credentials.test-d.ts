import type { TokenCredential } from "@azure/core-auth";
import type { CallOptions, Middleware, SignalRServiceClient } from "@x/fetch-client";
import { expectTypeOf } from "vitest";
import {
  accessKeyCredential,
  createAuthMiddleware,
  createNegotiateHandler,
  createNegotiator,
  dynamicKeyCredential,
  entraCredential,
  fromConnectionString,
  SignalRAuthError,
  type SignalRCredential,
  type TokenCredentialLike,
  type UpstreamEvent,
} from "../../src/index.ts";

declare const tokenCredential: TokenCredential;
declare const client: SignalRServiceClient;
declare const event: UpstreamEvent;

// Every credential of @azure/identity is a TokenCredential.
expectTypeOf<TokenCredential>().toExtend<TokenCredentialLike>();
expectTypeOf(entraCredential(tokenCredential)).toEqualTypeOf<SignalRCredential>();

// The generated client serves both ways of Entra negotiation, and takes the middleware.
createNegotiator("", { client });
createNegotiator("", { keys: dynamicKeyCredential({ client }) });
// So does that of a later API version, whose operation has optional arguments.
declare const later: {
  getAccessKey(
    args?: { readonly ttl?: number | undefined },
    options?: CallOptions,
  ): Promise<{ readonly AccessKey?: string; readonly KeyId?: string; readonly expires?: string }>;
};
dynamicKeyCredential({ client: later });
expectTypeOf(createAuthMiddleware(accessKeyCredential({ key: "" }))).toExtend<Middleware>();
expectTypeOf(fromConnectionString("")).toEqualTypeOf<SignalRServiceClient>();

// @ts-expect-error a misspelled option
accessKeyCredential({ key: "", secondarykey: "" });
// @ts-expect-error a key is not a credential
createAuthMiddleware("key");
// @ts-expect-error authenticate has no default
createNegotiateHandler("", { hub: "chat" });
// @ts-expect-error the endpoint comes from the connection string
fromConnectionString("", { endpoint: "https://a.example" });

const { code } = new SignalRAuthError("unauthorized", "");
// @ts-expect-error no such code
if (code === "unauthorised") throw new Error(code);

if (event.type === "invocation") expectTypeOf(event.target).toEqualTypeOf<string>();
else if (event.type === "streamInvocation") expectTypeOf(event.invocationId).toEqualTypeOf<string>();
// @ts-expect-error only invocations have a target
else expectTypeOf(event.target).toBeString();
