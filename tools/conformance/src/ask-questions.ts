import type { Finding, Verdict } from "./finding.ts";
import type { Question } from "./question.ts";
import type { Service } from "./service.ts";

/** Asks one question, and leaves nothing behind. */
export async function askQuestion(service: Service, question: Question): Promise<Finding> {
  const { id, title, chosen, files } = question;
  const finding = (verdict: Verdict, actual: string): Finding => ({
    id,
    title,
    verdict,
    ...(chosen !== undefined && { expected: chosen }),
    actual,
    files,
  });
  try {
    const actual = await question.ask(service);
    if (chosen === undefined) return finding("new", actual);
    return finding(actual === chosen ? "agreed" : "differs", actual);
  } catch (error) {
    return finding("failed", error instanceof Error ? error.message : String(error));
  } finally {
    await service.cleanUp(question.users ?? []);
  }
}
