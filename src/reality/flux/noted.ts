/** A map that notes what it answers, so that it can tell whether it would answer the same now. */
export class Noted<T> extends Map<string, T> {
  private readonly answers = new Map<string, T | undefined>();
  private readonly alike: (one: T, other: T) => boolean;
  private isSteady = true;

  constructor(alike: (one: T, other: T) => boolean) {
    super();
    this.alike = alike;
  }

  override get(key: string): T | undefined {
    const answer = super.get(key);
    if (!this.answers.has(key)) this.answers.set(key, answer);
    else if (!this.isAlike(this.answers.get(key), answer)) this.isSteady = false;
    return answer;
  }

  /** Whether it would answer everything as it has since it was asked this last. */
  settled(): boolean {
    const holds = this.isSteady && [...this.answers].every(([key, one]) => this.isAlike(one, super.get(key)));
    this.answers.clear();
    this.isSteady = true;
    return holds;
  }

  private isAlike(one: T | undefined, other: T | undefined): boolean {
    return one === other || (one !== undefined && other !== undefined && this.alike(one, other));
  }
}
