import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { API_VERSION } from "../../generated/index.ts";
import {
  createSignalRServiceContext,
  getServiceStatus,
  sendToUser,
  userExists,
} from "../../generated/operations.ts";
import { recordAttempt } from "../recipes/opentelemetry.ts";

const exporter = new InMemorySpanExporter();
const user = { hub: "chat", user: "ada" };

beforeAll(() => {
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
});
beforeEach(() => exporter.reset());

/** The spans of a call that is answered by these, in turn. */
function contextOf(...answers: readonly (() => Response)[]) {
  let request = 0;
  return createSignalRServiceContext({
    endpoint: "https://contoso.service.signalr.net",
    fetch: () => Promise.resolve().then(() => answers[request++]?.() as Response),
    retry: { attempts: 2, delayInMs: 1, onAttempt: recordAttempt },
  });
}

describe("the recipe for OpenTelemetry", () => {
  test("records a span for each attempt, with the attributes of an HTTP client", async () => {
    const context = contextOf(
      () => new Response(null, { status: 429 }),
      () => new Response(null, { status: 202 }),
    );
    await sendToUser(context, { ...user, body: { target: "newMessage" } });
    const [first, second] = exporter.getFinishedSpans();
    const shared = {
      "signalr.operation": "sendToUser",
      "http.request.method": "POST",
      "url.full": `https://contoso.service.signalr.net/api/hubs/chat/users/ada/:send?api-version=${API_VERSION}`,
      "url.template": "/api/hubs/{hub}/users/{user}/:send",
      "server.address": "contoso.service.signalr.net",
      "server.port": 443,
    };
    expect(first).toMatchObject({
      name: "POST /api/hubs/{hub}/users/{user}/:send",
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR },
    });
    expect(first?.attributes).toEqual({ ...shared, "http.response.status_code": 429, "error.type": "429" });
    expect(second?.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(second?.attributes).toEqual({
      ...shared,
      "http.request.resend_count": 1,
      "http.response.status_code": 202,
    });
  });

  test("records the class of an error where nothing was answered, and no error where the answer is no", async () => {
    const absent = { status: 404, headers: { "x-ms-error-code": "Warning.User.NotExisted" } };
    const reset = () => {
      throw new TypeError("reset");
    };
    await getServiceStatus(contextOf(reset, reset)).catch(() => {});
    expect(
      await userExists(
        contextOf(() => new Response(null, absent)),
        user,
      ),
    ).toBe(false);
    const [failed, , answered] = exporter.getFinishedSpans();
    expect(failed?.attributes["error.type"]).toBe("TypeError");
    expect(failed?.attributes).not.toHaveProperty("http.response.status_code");
    expect(answered?.attributes["http.response.status_code"]).toBe(404);
    expect(answered?.status).toEqual({ code: SpanStatusCode.UNSET });
  });
});
