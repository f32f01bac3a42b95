import type { Question } from "./question.ts";
import { absentQuestions } from "./questions/absent.ts";
import { clientResultQuestions } from "./questions/client-results.ts";
import { groupQuestions } from "./questions/groups.ts";
import { requestQuestions } from "./questions/requests.ts";
import { tokenQuestions } from "./questions/tokens.ts";

/** Everything that anyone with a resource can settle, in the order in which it is asked: the slowest last. */
export const questions: readonly Question[] = [
  ...requestQuestions,
  ...absentQuestions,
  ...tokenQuestions,
  ...groupQuestions,
  ...clientResultQuestions,
];
