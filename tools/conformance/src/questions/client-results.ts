import { setTimeout as wait } from "node:timers/promises";
import type { Question } from "../question.ts";
import type { Service } from "../service.ts";

const files = ["packages/emulator/src/rest/operations/messages.ts", "spec/2024-12-01/openapi.yaml"] as const;

async function invoke(service: Service, connectionId: string): Promise<string> {
  const path = `connections/${connectionId}/:invoke`;
  return service.outcome("POST", path, { body: { target: "ask", arguments: [] } });
}

/** What `invokeConnection` answers when the client gives no result. */
export const clientResultQuestions: readonly Question[] = [
  {
    id: "invoke-client-error",
    title: "What does `:invoke` answer when the method of the client throws?",
    chosen: "400 Error.Connection.InvocationFailed",
    files,
    async ask(service) {
      const { id } = await service.connect({ complete: () => ({ error: "Refused by the conformance run" }) });
      return invoke(service, id);
    },
  },
  {
    id: "invoke-client-lost",
    title: "What does `:invoke` answer when the client disconnects before it returns?",
    chosen: "404 Error.Connection.NotExisted",
    files,
    async ask(service) {
      const connection = await service.connect({
        complete() {
          connection.close();
          return undefined;
        },
      });
      return invoke(service, connection.id);
    },
  },
  {
    id: "invoke-no-answer",
    title: "What does `:invoke` answer when the client never returns?",
    chosen: "408 Error.Connection.InvocationTimeout",
    files,
    async ask(service) {
      const { id } = await service.connect({ complete: () => undefined });
      const patience = new AbortController();
      const gaveUp = wait(120_000, "no answer within 120 s", { signal: patience.signal }).catch(() => "");
      try {
        return await Promise.race([invoke(service, id), gaveUp]);
      } finally {
        patience.abort();
      }
    },
  },
];
