import type { Question } from "./question.ts";

/** The table of `docs/open-questions.md`: a row for each question, with an anchor that other pages link to. */
export function questionsTable(questions: readonly Question[]): string {
  const rows = questions.map(
    ({ id, title, chosen, files }) =>
      `| <a id="${id}"></a>\`${id}\` | ${title} | ${chosen ?? "nothing depends on it"} | ${files.map((file) => `[${file.split("/").at(-1)}](../${file})`).join(", ")} |`,
  );
  return ["| Id | Question | Our choice | Where it is made |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}
