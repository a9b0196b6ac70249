import type { Stopwatch } from "../io/stopwatch.ts";
import { rules } from "../rules/index.ts";
import type { Session } from "./session.ts";
import { stages } from "./stages.ts";
import { tableOf } from "./table.ts";

/** Rules that take less, in milliseconds, are told together. */
const worthARow = 0.1;

/** Tells how long each stage and each rule took, the slowest rule first, on stderr in every format. */
export function tellTimings(session: Session, stopwatch: Stopwatch): void {
  const laps = stopwatch.laps();
  const { color, width } = session;
  const ofRules = rules
    .flatMap(({ code, title }) => {
      const time = laps.get(code);
      return time === undefined ? [] : [{ code, title, time }];
    })
    .sort((one, other) => other.time - one.time);
  const sum = ofRules.reduce((total, { time }) => total + time, 0);
  const rows = Object.values(stages).flatMap((stage) => {
    const time = stage === stages.rules && ofRules.length > 0 ? sum : laps.get(stage);
    return time === undefined ? [] : [[stage, shown(time)]];
  });
  session.print(`${tableOf({ heads: ["STAGE", "MS"], rows }, { color, width })}\n`);
  if (ofRules.length === 0) return;
  const slow = ofRules.filter(({ time }) => time >= worthARow);
  const others = ofRules.slice(slow.length);
  const rest = others.reduce((total, { time }) => total + time, 0);
  const table = [
    ...slow.map(({ code, title, time }) => [code, shown(time), title]),
    ...(others.length === 0 ? [] : [["others", shown(rest), `${others.length} rules`]]),
  ];
  session.print(`${tableOf({ heads: ["RULE", "MS", "TOLD WHEN"], rows: table }, { color, width })}\n`);
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(1);
}
