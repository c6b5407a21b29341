/** `npm run bench [-- javascript|c|server|live [FOLDER…]]`: figures beside those of other tools, taken in one run on one machine. */
import { benchC } from './c.js';
import { benchJavaScript } from './javascript.js';
import { benchLive } from './live.js';
import { benchServer } from './server.js';

const BENCHES = { javascript: benchJavaScript, c: benchC, server: benchServer, live: benchLive } as const;

const [only, ...folders] = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (only === undefined || only === name) await bench(folders);
}
