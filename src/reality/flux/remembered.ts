/** Asks each question once, whatever `more` is told with it, and keeps the answer. */
export function remembered<T, More extends readonly unknown[]>(
  ask: (question: string, ...more: More) => T,
): (question: string, ...more: More) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (question, ...more) => {
    const before = known.get(question);
    if (before !== undefined) return before.answer;
    const answer = ask(question, ...more);
    known.set(question, { answer });
    return answer;
  };
}
