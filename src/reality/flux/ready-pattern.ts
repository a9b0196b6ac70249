/**
 * A pattern that was made of a text of a repository. Throws for one that V8 does not take: it says so only when the
 * pattern is first asked, once for texts of Latin letters and once for all others.
 */
export function readyPattern(source: string, flags = ""): RegExp {
  const pattern = new RegExp(source, flags);
  for (const text of ["", "\u0100"]) pattern.test(text);
  return pattern;
}
