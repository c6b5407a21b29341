import { Agent, Pool } from 'undici';

const INTERVAL = 30_000;

const defaults = { path: '/_health', timeout: 5_000, expect: [200, 204] };

class Origin {
  healthy = true;
  failures = 0;
  #pool;
  #check;

  constructor(url, check = {}) {
    this.#check = { ...defaults, ...check };
    this.#pool = new Pool(url, { connections: 2, pipelining: 1 });
    this.#pool.on('connectionError', (_origin, _targets, error) => console.warn(error.message));
  }

  async probe() {
    const { path, timeout, expect } = this.#check;
    const { statusCode, body } = await this.#pool.request({ method: 'GET', path, headersTimeout: timeout });
    body.on('error', () => {});
    await body.dump();
    this.healthy = expect.includes(statusCode);
    this.failures = this.healthy ? 0 : this.failures + 1;
    return this.healthy;
  }
}

class Balancer {
  #origins;
  #next = 0;
  agent = new Agent({ connections: 16 });

  constructor(urls) {
    this.#origins = urls.map((url) => new Origin(url));
  }

  pick() {
    const healthy = this.#origins.filter((origin) => origin.healthy);
    return healthy[this.#next++ % healthy.length];
  }

  watch() {
    const round = () =>
      Promise.allSettled(this.#origins.map((origin) => origin.probe())).then((results) => {
        for (const { status, reason } of results) if (status === 'rejected') console.error(reason.message);
      });
    setInterval(round, INTERVAL);
    return round();
  }
}

const balancer = new Balancer([`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`]);
await balancer.watch();
