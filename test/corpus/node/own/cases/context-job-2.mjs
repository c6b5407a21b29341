import { AsyncLocalStorage } from 'node:async_hooks';

const jobs = new AsyncLocalStorage();
const failed = [];

function inJob(id, work) {
  return jobs.run({ id }, work);
}

for (const id of [1, 2, 3, 4, 5]) {
  inJob(id, async () => {
    const report = await fetch(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}/${id}`);
    if (report.headers.get('x-final') !== 'yes') {
      await report.body?.cancel();
      throw new Error(`report ${id} is not final`);
    }
    console.log(await report.text());
  }).catch((error) => failed.push(error.message));
}
setInterval(() => console.log(failed.length), 1000);
