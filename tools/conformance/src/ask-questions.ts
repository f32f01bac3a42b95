import { messageOf } from "../../command-line/src/run-command.ts";
import type { Finding } from "./finding.ts";
import type { Question } from "./question.ts";
import type { Service } from "./service.ts";

/** Asks one question, and leaves nothing behind. */
export async function askQuestion(service: Service, question: Question): Promise<Finding> {
  const { id, title, chosen, files, users = [] } = question;
  const about = { id, title, ...(chosen !== undefined && { expected: chosen }), files };
  try {
    const actual = await question.ask(service);
    if (chosen === undefined) return { ...about, verdict: "new", actual };
    return { ...about, verdict: actual === chosen ? "agreed" : "differs", actual };
  } catch (error) {
    return { ...about, verdict: "failed", actual: messageOf(error) };
  } finally {
    await service.cleanUp(users);
  }
}
