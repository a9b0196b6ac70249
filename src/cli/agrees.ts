import type { Session } from "./session.ts";

/** Asks a person; only a yes is one. Ask where {@link Session.interactive} says that somebody is there. */
export async function agrees(session: Session, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await session.ask(`${question} [y/N] `)).trim());
}
