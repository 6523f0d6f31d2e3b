// The last resort: a file of the answers, which the teacher can read in.

export function saveFile(form, questions) {
  const answers = [...questions.values()].map((question) => ({
    position: Number(question.position),
    fields: question.text,
    saved: question.sequence === question.base,
  }));
  const { attempt, user, name } = form.dataset;
  const content = { format: "attempt-answers", version: 1, attempt: Number(attempt), user: Number(user), name,
    written: new Date().toISOString(), answers };
  const made = document.createElement("a");
  made.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  made.download = `answers-${attempt}-${name.replaceAll(/\W+/g, "-")}.json`;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 1000);
}
