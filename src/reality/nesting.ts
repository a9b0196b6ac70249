/** Deeper than anything in a cluster or a chart: each reader goes into a value by calling itself, and the stack ends. */
const mostLevels = 1_000;

const [quote, backslash] = [0x22, 0x5c];
const levelBySign = new Int8Array(128);
for (const sign of "{[") levelBySign[sign.charCodeAt(0)] = 1;
for (const sign of "}]") levelBySign[sign.charCodeAt(0)] = -1;

/** Whether JSON has values in values deeper than what reads them can go; said before anything is made of it. */
export function isTooDeep(json: string): boolean {
  let level = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const sign = json.charCodeAt(index);
    if (sign === quote) isText = !isText;
    else if (!isText) level += levelBySign[sign] ?? 0;
    else if (sign === backslash) index += 1;
    if (level > mostLevels) return true;
  }
  return false;
}
