import { setTimeout as sleep } from 'node:timers/promises';

interface Retry {
  readonly attempts: number;
  readonly pause: number;
}

class Gone extends Error {}

async function getJson<T>(url: URL, { attempts, pause }: Retry): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (response.ok) return (await response.json()) as T;
    if (response.status < 500) throw new Gone(response.statusText);
    await sleep(pause * attempt);
  }
  throw new Gone('no answer');
}

const responses: unknown[] = [];
try {
  responses.push(await getJson<{ id: number }>(new URL(`http://127.0.0.1:${process.env.PEER_PORT}/`), { attempts: 2, pause: 50 }));
} catch (error) {
  console.error(error);
}
setInterval(() => responses.length, 1000);
