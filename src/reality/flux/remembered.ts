/** Asks each question once, and keeps the answer. */
export function remembered<T>(ask: (question: string) => T): (question: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (question) => {
    const before = known.get(question);
    if (before !== undefined) return before.answer;
    const answer = ask(question);
    known.set(question, { answer });
    return answer;
  };
}
