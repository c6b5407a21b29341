/** Prints the table: `npm run score [-- FILTER]`, FILTER a part of a program's id such as `c/` or `node/ticker`. */
import { complaint, scores, verdicts } from './score.js';

const all = await verdicts(process.argv[2]);
for (const verdict of all) {
  const text = complaint(verdict);
  if (text !== undefined) console.log(text);
}
console.table(
  scores(all).map((score) => ({
    ...score,
    recall: score.recall.toFixed(3),
    precision: score.precision.toFixed(3),
  })),
);
